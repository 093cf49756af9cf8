import { expect } from "chai";
import { email, member, minimalSeed, World } from "./world";

describe("check, when the key can do too much", () => {
  let world: World;
  beforeEach(async () => void (world = await World.start()));
  afterEach(() => world.stop());

  const grant = (role: string): void => void world.acme.policy.bindings.push({ role, members: [member] });
  const excess = async (args: string[] = []): Promise<Record<string, [string, string[]]>> => {
    const { results } = await world.run(args);
    const found = results.filter(({ outcome }) => outcome === "excess");
    return Object.fromEntries(found.map(({ id, message, permissions }) => [id, [message, permissions]]));
  };

  it("names what escalates it, three more and a count, and lists all in permissions", async () => {
    grant("roles/bigquery.dataOwner");
    const [message, permissions] = (await excess())["excess.project"] ?? ["", []];
    expect(message).to.match(
      new RegExp(
        `^serviceAccount:${email} also holds bigquery\\.dataPolicies\\.setIamPolicy, bigquery\\.datasets\\.setIamPolicy, ` +
          "bigquery\\.datasets\\.update, bigquery\\.rowAccessPolicies\\.setIamPolicy, bigquery\\.tables\\.setIamPolicy " +
          "\\(with which it can raise itself\\), (\\S+, ){2}\\S+ and \\d+ more on project acme-prod\\.$",
      ),
    );
    expect(permissions).to.include.members(["bigquery.tables.delete", "bigquery.datasets.setIamPolicy"]);
    expect(permissions).not.to.include("bigquery.jobs.create");
  });

  it("counts data of the whole project as too much", async () => {
    grant("roles/bigquery.dataViewer");
    expect((await excess())["excess.project"]?.[1]).to.include("bigquery.tables.getData");
    expect((await world.run()).code).to.equal(1);
  });

  it("finds a borrowed account and its own", async () => {
    grant("roles/iam.serviceAccountTokenCreator");
    const found = await excess();
    expect(found["excess.project"]?.[1]).to.include("iam.serviceAccounts.getAccessToken");
    expect(found["excess.account"]?.[0]).to.match(
      /^The account can act as itself without the key: iam\.serviceAccounts\.getAccessToken, /,
    );
  });

  it("finds a token creator on the account alone", async () => {
    world.acme.accounts
      .get(email)
      ?.policy.bindings.push({ role: "roles/iam.serviceAccountTokenCreator", members: [member] });
    expect(Object.keys(await excess())).to.deep.equal(["excess.account"]);
  });

  it("finds an owner in a dataset's access list, and tells how to take it away", async () => {
    const access = world.acme.datasets.get("crm")?.resource["access"] as object[];
    access.push({ role: "OWNER", userByEmail: email });
    const { results } = await world.run();
    const found = results.find(
      ({ id, outcome, target }) =>
        id === "excess.source" && outcome === "excess" && target === "acme-prod.crm",
    );
    expect(found?.permissions).to.include("bigquery.datasets.delete");
    expect(found?.remedy?.commands).to.deep.equal([
      "bq --project_id=acme-prod --location=EU query --use_legacy_sql=false 'GRANT `roles/bigquery.dataViewer` ON SCHEMA " +
        `\`acme-prod\`.\`crm\` TO "serviceAccount:${email}"'`,
      "bq --project_id=acme-prod --location=EU query --use_legacy_sql=false 'REVOKE `roles/bigquery.dataOwner` ON SCHEMA " +
        `\`acme-prod\`.\`crm\` FROM "serviceAccount:${email}"'`,
    ]);
  });

  it("finds a writer on one table of a source", async () => {
    world.acme.datasets
      .get("crm")
      ?.tables.get("deals")
      ?.policy.bindings.push({ role: "roles/bigquery.dataEditor", members: [member] });
    const { results } = await world.run();
    const found = results.filter(({ outcome }) => outcome === "excess").map(({ id, target }) => [id, target]);
    expect(found).to.deep.equal([["excess.source", "acme-prod.crm.deals"]]);
  });

  it("accepts less in profile minimal", async () => {
    expect(Object.keys(await excess(["--profile", "documented"]))).to.deep.equal([]);
    const found = await excess(["--profile", "minimal"]);
    expect(found["excess.project"]?.[1]).to.include("bigquery.datasets.create");
  });

  it("asks again in halves when Google does not know one permission of many", async () => {
    await world.stop();
    world = await World.start(minimalSeed());
    world.google.state.untestable.add("bigquery.objectRefs.read");
    const { outcomes } = await world.run(["--profile", "minimal"]);
    expect([outcomes["project.permissions"], outcomes["excess.project"]]).to.deep.equal(["ok", "ok"]);
  });

  it("says of a role with a condition that it cannot be judged, and revokes no role by SQL that has one", async () => {
    const crm = world.acme.datasets.get("crm");
    const condition = { title: "soon", expression: 'request.time < timestamp("2099-01-01T00:00:00Z")' };
    (crm?.resource["access"] as object[]).push({ role: "OWNER", userByEmail: email, condition });
    const { results } = await world.run();
    const found = results.find(({ id, outcome }) => id === "excess.source" && outcome === "excess");
    expect(found?.remedy?.commands?.filter((command) => command.includes("REVOKE"))).to.deep.equal([]);
    expect(found?.remedy?.advice).to.equal(
      "A grant with a condition cannot be revoked in SQL: remove it from the access list of acme-prod.crm in the console.",
    );
  });
});
