import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "chai";
import { checks } from "../../../cli/check/result";
import { World } from "./world";

const schemas = join(__dirname, "../../../docs/schemas");

describe("docs/schemas/check.json", () => {
  it("accepts what check prints: a good set-up, a bad one, and a key that cannot be read; and rejects other fields", async () => {
    const schema = JSON.parse(await readFile(join(schemas, "check.json"), "utf8")) as object;
    const validate = new Ajv({ strict: true }).compile(schema);
    const world = await World.start();
    try {
      const printed: { results: { id: string }[] }[] = [];
      printed.push(
        JSON.parse((await world.run(["--write", "--read-api", "storage"])).stdout) as (typeof printed)[0],
      );
      world.acme.policy.bindings = [];
      world.acme.datasets.clear();
      printed.push(JSON.parse((await world.run()).stdout) as (typeof printed)[0]);
      printed.push(JSON.parse((await world.run([], { stdin: "{}" })).stdout) as (typeof printed)[0]);
      for (const report of printed) {
        validate(report);
        expect(validate.errors).to.equal(null);
        for (const { id } of report.results) expect(Object.keys(checks)).to.include(id);
      }
      expect(validate({ ...printed[0], more: 1 })).to.equal(false);
    } finally {
      await world.stop();
    }
  });
});
