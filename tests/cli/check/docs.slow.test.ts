import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { checks } from "../../../cli/check/result";
import { documentedSeed, email, member, World } from "./world";

const docs = join(__dirname, "../../../docs/check.md");

/** The set-up that the page shows: it can read too much, its state expires, and a source lies elsewhere. */
async function troubled(): Promise<World> {
  const seed = documentedSeed();
  const acme = seed.projects?.["acme-prod"];
  if (!acme?.datasets) throw new Error("the documented seed holds acme and its datasets");
  acme.bindings = [
    { role: "roles/bigquery.user", members: [member] },
    { role: "roles/bigquery.dataOwner", members: [member] },
  ];
  acme.datasets = {
    crm: { location: "EU", tables: { contacts: {} } },
    web: { location: "US", tables: { sessions: {} } },
    __segment_reverse_etl: {
      location: "EU",
      access: [{ role: "WRITER", userByEmail: email }],
      resource: { defaultTableExpirationMs: "5184000000" },
    },
  };
  return World.start(seed);
}

describe("docs/check.md", () => {
  it("shows the output of the command as it is", async () => {
    const page = await readFile(docs, "utf8");
    const world = await troubled();
    try {
      const args = ["--source", "acme-prod.web"];
      const { stdout, code } = await world.run(args, { json: false });
      expect(code).to.equal(1);
      expect(page).to.include(
        "```console\n$ segment-bigquery check --key-file key.json --project acme-prod --location EU",
      );
      for (const line of stdout.trimEnd().split("\n")) expect(page).to.include(line);
      const { results } = await world.run(args);
      const expiration = results.find(({ id }) => id === "state.expiration");
      const [, shown = ""] = /```json\n([^`]+)```/.exec(page) ?? [];
      expect(JSON.parse(shown)).to.deep.equal(expiration);
    } finally {
      await world.stop();
    }
  });

  it("lists every check by its id", async () => {
    const page = (await readFile(docs, "utf8")).replace(/ +/g, " ");
    const rows = Object.entries(checks).map(([id, what]) => `| \`${id}\` | ${what} |`);
    expect(page).to.include(rows.join("\n"));
  });
});
