import { expect } from "chai";
import { randomBytes } from "node:crypto";
import { printable } from "../../policy/stack/text";
import { Planted } from "./Planted";

describe("what the policy pack prints of a stack's texts", () => {
  it("leaves out each line of a private key, also inside another text", () => {
    for (const line of new Planted().privateLines.filter((one) => one.length >= 60)) {
      expect(printable(line)).to.equal("[…]");
      expect(printable(`role ${line} on project acme`)).to.equal("role […] on project acme");
    }
  });

  it("leaves out base64 and base64url, however long", () => {
    for (const form of ["base64", "base64url"] as const)
      for (const size of [48, 1200])
        expect(printable(randomBytes(size).toString(form))).to.match(/^\[…\]=*$/);
  });

  for (const name of [
    "projects/acme-analytics-1/serviceAccounts/segment@acme-analytics-1.iam.gserviceaccount.com/keys/012206120107a72fbd40b57169b8aa3df713e90a",
    "segmentReadsEverythingThatMarketingMayRead2026InTheWarehouse",
    "projects/Acme1/locations/europe-west1/dataExchanges/segment_exchange/listings/CRM_Contacts_2026",
    "urn:pulumi:prod::segment::gcp:bigquery/datasetIamMember:DatasetIamMember::segment-reads-acme-crm",
    "principalSet://cloudresourcemanager.googleapis.com/projects/123456789012/type/ServiceAccount",
    "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/github-Actions-2/attribute",
  ])
    it(`keeps ${name.slice(0, 60)}`, () => {
      expect(printable(name)).to.equal(name);
    });
});
