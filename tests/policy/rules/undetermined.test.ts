import { expect } from "chai";
import { make, type TestResource, unknown, verdicts } from "../support";
import { key, said } from "./keySupport";
import { readExamples } from "./readExamples";

describe("rule undetermined", () => {
  const example = readExamples().get("undetermined");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "advisory",
        "owner",
        "Whom `owner` grants roles/bigquery.admin on project acme is unknown until the update. Its member is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });

  const says = (...stack: readonly TestResource[]) => said(["undetermined"], [make.account(), ...stack]);

  it("undetermined while a stack output may hold a key that is not made, and names both", () => {
    const outputs = { type: "pulumi:pulumi:Stack", name: "acme-prod", props: { credentials: unknown } };
    expect(says(key("key"), outputs)).to.deep.equal([
      "advisory: Whether a stack output (credentials) holds the private key of key is unknown until the update. Its value is unknown, and may come from the key. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });

  it("undetermined while a role on an account that can act as Segment's is not known, and names both accounts", () => {
    const tokens = "roles/iam.serviceAccountTokenCreator";
    const on = (name: string, account: string, role: unknown, member: string): TestResource => ({
      type: "gcp:serviceaccount/iAMMember:IAMMember",
      name,
      props: { serviceAccountId: `projects/acme/serviceAccounts/${account}`, role, member },
    });
    const loader = "loader@acme.iam.gserviceaccount.com";
    expect(
      says(
        on("first", make.email, tokens, `serviceAccount:${loader}`),
        on("second", loader, unknown, "user:ann@acme.com"),
      ),
    ).to.deep.equal([
      "advisory: Who can act as serviceAccount:loader@acme.iam.gserviceaccount.com, which can act as Segment's account, by `second` is unknown until the update. Its role is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });
});
