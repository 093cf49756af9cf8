import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "chai";
import { World } from "./world";

describe("docs/schemas/connect.json", () => {
  it("accepts what connect prints on every exit, and rejects a stop without its reason", async () => {
    const file = join(__dirname, "../../../docs/schemas/connect.json");
    const validate = new Ajv({ strict: true, strictRequired: false }).compile(
      JSON.parse(await readFile(file, "utf8")) as object,
    );
    const world = await World.start();
    try {
      for (const [argv, code] of [
        [["--dry-run"], 0],
        [["--test-model", "SELECT 1 AS id"], 0],
        [["--product", "warehouse"], 0],
        [["--credentials-setting", "nothing_like_it"], 1],
      ] as const) {
        const run = await world.runPlain([...argv, "--json"]);
        expect([argv, run.code]).to.deep.equal([argv, code]);
        validate(JSON.parse(run.stdout));
        expect(validate.errors, argv.join(" ")).to.equal(null);
      }
      expect(validate({ formatVersion: 1, exitCode: 1, next: [] })).to.equal(false);
    } finally {
      await world.stop();
    }
  });
});
