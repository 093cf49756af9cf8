import { expect } from "chai";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argsOf } from "../../../cli/adopt/imports";
import type { Adoption } from "../../../cli/adopt/adoption";
import { checkArgs } from "../../../components/validate/validate";
import { startFakeGoogle, type FakeGoogle, type GoogleSeed } from "../../fakes/google";
import { adopt, ann, email, member, project } from "./support";

type ProjectSeed = NonNullable<GoogleSeed["projects"]>[string];

describe("adopt: which of Segment's products an account is for", () => {
  let google: FakeGoogle | undefined;
  afterEach(async () => {
    await google?.stop();
    google = undefined;
  });

  async function start(seed: ProjectSeed): Promise<FakeGoogle> {
    await google?.stop();
    return (google = await startFakeGoogle({
      projects: {
        [project]: {
          accounts: { segment: {} },
          ...seed,
          bindings: [{ role: "roles/owner", members: [ann] }, ...(seed.bindings ?? [])],
        },
      },
    }));
  }

  async function adoption(seed: ProjectSeed, ...argv: string[]): Promise<Adoption> {
    const { out, err } = await adopt(await start(seed), ["--location", "EU", ...argv, "--json"]);
    expect(err).to.equal("");
    const made = JSON.parse(out) as Adoption;
    expect(checkArgs(argsOf(made.setup)).problems, "the component takes it").to.deep.equal([]);
    return made;
  }

  const roles = (...names: string[]) => names.map((role) => ({ role, members: [member] }));
  const page = roles("roles/bigquery.dataEditor", "roles/bigquery.jobUser");

  it("recognizes a storage destination by its page's roles where there is no state, and imports them", async () => {
    const { setup, imports, excess, missing } = await adoption({ bindings: page });
    expect(setup).to.deep.include({ products: ["warehouse"], sources: [], destinations: [], models: [] });
    expect(setup).not.to.have.property("stateDataset");
    expect(setup.notes).to.deep.equal([
      "It is taken as the storage destination, because it holds roles/bigquery.dataEditor and roles/bigquery.jobUser on the project, and there is no state dataset. Otherwise name the product with --product.",
    ]);
    expect(imports.map(({ id }) => id).filter((id) => id?.includes(" roles/"))).to.have.members([
      `${project} roles/bigquery.dataEditor ${member}`,
      `${project} roles/bigquery.jobUser ${member}`,
    ]);
    expect([excess, missing]).to.deep.equal([[], []]);
  });

  it("does not take the full set-up of Reverse ETL for one, which has a state dataset", async () => {
    const { setup } = await adoption({
      bindings: roles("roles/bigquery.user", "roles/bigquery.dataEditor"),
      datasets: { __segment_reverse_etl: { location: "EU" } },
    });
    expect([setup.products, setup.stateDataset?.exists]).to.deep.equal([["linked-events"], true]);
  });

  it("recognizes a product by the account's words, and what it writes by its grants on datasets", async () => {
    const made = await adoption({
      accounts: { segment: { displayName: "Segment Profiles Sync" } },
      bindings: roles("roles/bigquery.jobUser"),
      datasets: {
        profiles: { location: "EU", access: [{ role: "WRITER", userByEmail: email }] },
        crm: { location: "EU" },
      },
    });
    expect([made.setup.products, made.setup.destinations]).to.deep.equal([["profiles-sync"], ["profiles"]]);
    expect(made.setup.notes[0]).to.match(
      /^It is taken as Profiles Sync, because its id, name or description says so\./,
    );
  });

  it("recognizes the limited set-up of Reverse ETL, and SQL Traits", async () => {
    const limited = await adoption({
      roles: { segment: ["bigquery.datasets.get", "bigquery.jobs.create", "bigquery.tables.getData"] },
      bindings: roles(`projects/${project}/roles/segment`),
      datasets: {
        __segment_reverse_etl: { location: "EU", access: [{ role: "WRITER", userByEmail: email }] },
      },
    });
    expect(limited.setup.products).to.deep.equal(["reverse-etl"]);
    const traits = await adoption({ bindings: roles("roles/bigquery.dataViewer", "roles/bigquery.jobUser") });
    expect([traits.setup.products, traits.missing]).to.deep.equal([["sql-traits"], []]);
  });

  it("lets --product outrank what it sees, and writes the products into the stack's config", async () => {
    const { setup } = await adoption(
      {
        bindings: page,
        datasets: { events: { location: "EU", access: [{ role: "WRITER", userByEmail: email }] } },
      },
      ...["--product", "warehouse", "--product", "reverse-etl"],
    );
    expect([setup.products, setup.destinations]).to.deep.equal([["warehouse", "reverse-etl"], ["events"]]);
    const directory = await mkdtemp(join(tmpdir(), "products-"));
    try {
      await adopt(await start({ bindings: page }), ["--location", "EU", "--out", directory, "--force"]);
      const file = await readFile(join(directory, "Pulumi.adopted.yaml"), "utf8");
      expect(file).to.include("segment-bigquery:products:\n    - warehouse\n");
      expect(file).not.to.match(/sources|readApi|stateDataset/);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
