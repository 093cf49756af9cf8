import { expect } from "chai";
import { ownAccess } from "../../../cli/check/held";
import { judgeExpiration, judgeLocation } from "../../../cli/check/judgeDataset";

const email = "segment@acme-prod.iam.gserviceaccount.com";

describe("a dataset", () => {
  it("lies in the location, in whatever case that is written", () => {
    expect(judgeLocation({ location: "europe-west1" }, "acme-prod.crm", "EUROPE-WEST1").outcome).to.equal(
      "ok",
    );
    expect(judgeLocation({ location: "US" }, "acme-prod.crm", "EU").message).to.equal(
      "acme-prod.crm is in US, but queries run in EU: one query reaches one location only.",
    );
  });

  it("loses state by either expiration", () => {
    const judged = judgeExpiration(
      { defaultTableExpirationMs: "3600000", defaultPartitionExpirationMs: "5184000000" },
      { kind: "state", project: "acme-prod", dataset: "state" },
    );
    expect([judged.outcome, judged.message, judged.remedy?.commands]).to.deep.equal([
      "failed",
      "acme-prod.state deletes tables after 1 h and partitions after 60 days: Segment would lose what it has synced, and sync it again.",
      ["bq update --default_table_expiration 0 --default_partition_expiration 0 acme-prod:state"],
    ]);
    const destination = { kind: "destination", project: "acme-prod", dataset: "events" } as const;
    expect(judgeExpiration({ defaultTableExpirationMs: "0" }, destination).outcome).to.equal("ok");
    expect(judgeExpiration({ defaultTableExpirationMs: "3600000" }, destination).message).to.equal(
      "acme-prod.events deletes tables after 1 h: what Segment has loaded would be lost.",
    );
  });

  it("tells of the account what its access list can tell", () => {
    const listed = (access: unknown): [string[], boolean] => {
      const own = ownAccess({ access }, email);
      return [own.entries.map(({ role }) => role), own.certain];
    };
    expect(listed(undefined)).to.deep.equal([[], false]);
    expect(listed([{ role: "READER", userByEmail: email.toUpperCase() }])).to.deep.equal([
      ["roles/bigquery.dataViewer"],
      true,
    ]);
    expect(listed([{ role: "WRITER", iamMember: `serviceAccount:${email}` }])).to.deep.equal([
      ["roles/bigquery.dataEditor"],
      true,
    ]);
    expect(listed([{ role: "projects/acme-prod/roles/x", userByEmail: email }])).to.deep.equal([
      ["projects/acme-prod/roles/x"],
      false,
    ]);
    for (const hidden of ["READER_withcond_0123456789abcdef0123", "READER_with_conditionalbinding_0123"])
      expect(listed([{ role: hidden, userByEmail: email }])).to.deep.equal([[], false]);
    expect(listed([{ role: "READER", userByEmail: email, condition: {} }])).to.deep.equal([
      ["roles/bigquery.dataViewer"],
      false,
    ]);
    expect(listed([{ role: "READER", groupByEmail: "data@acme.example" }])).to.deep.equal([[], false]);
    expect(listed([{ role: "OWNER", userByEmail: `x${email}` }, { view: {} }, null, 7])).to.deep.equal([
      [],
      true,
    ]);
  });
});
