import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "chai";
import { email, World } from "./world";

describe("docs/schemas/key.json", () => {
  it("accepts what key prints on every exit, and rejects a failure without its reason", async () => {
    const file = join(__dirname, "../../../docs/schemas/key.json");
    const validate = new Ajv({ strict: true, strictRequired: false }).compile(
      JSON.parse(await readFile(file, "utf8")) as object,
    );
    const world = await World.start();
    try {
      const name = world.madeKey();
      for (const [argv, code] of [
        [["list", email], 0],
        [["disable", name], 1],
        [["disable", "no-key"], 2],
        [["no-action"], 2],
      ] as const) {
        const run = await world.run([...argv, "--json"]);
        expect([argv, run.code]).to.deep.equal([argv, code]);
        validate(JSON.parse(run.stdout));
        expect(validate.errors, argv.join(" ")).to.equal(null);
      }
      const silent = { formatVersion: 1, action: "list", exitCode: 2, next: [] };
      expect(validate(silent)).to.equal(false);
    } finally {
      await world.stop();
    }
  });
});
