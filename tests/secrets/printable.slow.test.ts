import { expect } from "chai";
import { createCipheriv, randomBytes } from "node:crypto";
import { printable } from "../../policy/stack/text";
import { Planted } from "./Planted";

/** Which random keys: the same ones each time, others with KEY_SEED. */
const seed = Number(process.env["KEY_SEED"] ?? 1);
const keys = 1000;

/** Bytes as many as a private key of 2,048 bits has in PKCS #8, from the seed. */
function keyBytes(index: number): Buffer {
  const iv = Buffer.alloc(16);
  iv.writeUInt32BE(seed, 0);
  iv.writeUInt32BE(index, 4);
  return createCipheriv("aes-128-ctr", Buffer.alloc(16), iv).update(Buffer.alloc(1218));
}

/** Pieces of 20 characters that are in both texts. */
function shared(printed: string, secret: string): string[] {
  return Array.from({ length: Math.max(0, printed.length - 19) }, (_, at) =>
    printed.slice(at, at + 20),
  ).filter((piece) => secret.includes(piece));
}

describe("what the policy pack prints of a stack's texts", () => {
  const forms: [string, (bytes: Buffer) => string[]][] = [
    ["the lines of PEM", (bytes) => bytes.toString("base64").match(/.{1,64}/g) ?? []],
    ["pieces of 35 characters", (bytes) => bytes.toString("base64").match(/.{35}/g) ?? []],
    ["one text of base64url", (bytes) => [bytes.toString("base64url")]],
    [
      "the lines in base64 again",
      (bytes) => lines(bytes).map((line) => Buffer.from(line).toString("base64")),
    ],
    ["the lines, escaped for a URL", (bytes) => lines(bytes).map(encodeURIComponent)],
    ["hexadecimal", (bytes) => bytes.toString("hex").match(/.{1,64}/g) ?? []],
    ["hexadecimal with colons", (bytes) => [bytes.toString("hex", 0, 60).match(/../g)?.join(":") ?? ""]],
  ];
  const lines = (bytes: Buffer): string[] => bytes.toString("base64").match(/.{1,64}/g) ?? [];
  for (const [form, of] of forms)
    it(`holds no 20 characters of ${keys.toLocaleString("en")} random keys: ${form}`, () => {
      const leaks: string[] = [];
      for (let key = 0; key < keys; key++)
        for (const text of of(keyBytes(key)))
          for (const around of [text, `projects/acme/roles/${text}`, `dataset acme.${text} in europe`])
            if (shared(printable(around), text).length > 0) leaks.push(`key ${key}: ${text}`);
      expect(leaks, `replay with KEY_SEED=${seed}`).to.deep.equal([]);
    });

  it("leaves out each line of a private key, also inside another text", () => {
    for (const line of new Planted().privateLines.filter((one) => one.length >= 60)) {
      expect(printable(line)).to.equal("[…]");
      expect(printable(`role ${line} on project acme`)).to.equal("role […] on project acme");
    }
  });

  it("leaves out a whole PEM, whatever the length of its lines", () => {
    const { pem } = new Planted();
    const narrow = `role -----BEGIN PRIVATE KEY-----\n${lines(randomBytes(90)).join("").replace(/.{16}/g, "$&\n")}`;
    expect(printable(pem)).to.equal("[…]");
    expect(printable(narrow)).to.equal("role […]");
  });

  it("leaves out base64 and base64url, however long", () => {
    for (const form of ["base64", "base64url"] as const)
      for (const size of [48, 1200]) expect(printable(randomBytes(size).toString(form))).to.equal("[…]");
  });

  for (const name of [
    "projects/acme-analytics-1/serviceAccounts/segment@acme-analytics-1.iam.gserviceaccount.com/keys/012206120107a72fbd40b57169b8aa3df713e90a",
    "segmentReadsEverythingThatMarketingMayRead2026InTheWarehouse",
    "projects/Acme1/locations/europe-west1/dataExchanges/segment_exchange/listings/CRM_Contacts_2026",
    "urn:pulumi:prod::segment::gcp:bigquery/datasetIamMember:DatasetIamMember::segment-reads-acme-crm",
    "principalSet://cloudresourcemanager.googleapis.com/projects/123456789012/type/ServiceAccount",
    "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/github-Actions-2/attribute",
    "kubernetes:iam.cnrm.cloud.google.com/v1beta1:IAMServiceAccount",
    "GA4_events_intraday_20261122_EU",
    "dwh_prd_rpt_2026_q4_v2_crm_sfdc_xyz",
    "roles/segmentDatenLesenNurBerichte",
    "SEGMENT_REVERSE_ETL_STATE",
    "550e8400-e29b-41d4-a716-446655440000",
    "gke-cluster-1-default-pool-3ab29d1f-x7k2",
    "data-platform+segment@acme.com",
  ])
    it(`keeps ${name.slice(0, 60)}`, () => {
      expect(printable(name)).to.equal(name);
    });
});
