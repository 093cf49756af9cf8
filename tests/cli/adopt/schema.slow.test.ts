import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "chai";
import { startFakeGoogle } from "../../fakes/google";
import { adopt, clickedTogether, email, project } from "./support";

describe("docs/schemas/adopt.json", () => {
  it("accepts what adopt prints: much that is there, and little; and rejects other fields", async () => {
    const file = join(__dirname, "../../../docs/schemas/adopt.json");
    const validate = new Ajv({ strict: true }).compile(JSON.parse(await readFile(file, "utf8")) as object);
    const little = {
      projects: {
        [project]: {
          bindings: clickedTogether().projects?.[project]?.bindings?.slice(0, 1) ?? [],
          accounts: { segment: {} },
        },
      },
    };
    const printed: Record<string, unknown>[] = [];
    for (const [seed, argv] of [
      [clickedTogether(), []],
      [little, ["--location", "EU", "--service-account", email]],
    ] as const) {
      const google = await startFakeGoogle(seed);
      const { out } = await adopt(google, [...argv, "--json"]);
      await google.stop();
      printed.push(JSON.parse(out) as Record<string, unknown>);
      validate(printed.at(-1));
      expect(validate.errors).to.equal(null);
    }
    for (const part of ["imports", "made", "notImported", "excess", "findings"])
      expect(printed[0]?.[part], part).not.to.have.length(0);
    expect(printed[1]?.["missing"]).not.to.have.length(0);
    expect(validate({ ...printed[0], more: 1 })).to.equal(false);
  });
});
