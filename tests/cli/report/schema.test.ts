import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "chai";
import { colourfulConfig, colourfulStack, reportOn } from "./support";

describe("docs/schemas/report.json", () => {
  it("accepts a report with something in every state and section, an empty one and an incomplete one; and rejects other fields", async () => {
    const file = join(__dirname, "../../../docs/schemas/report.json");
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(
      JSON.parse(await readFile(file, "utf8")) as object,
    );
    const reports = [
      reportOn(colourfulStack(), colourfulConfig),
      reportOn(colourfulStack().slice(0, 3)),
      reportOn([], {}, [{ subject: "a dataset", reason: "it could not be read" }]),
    ];
    for (const report of reports) {
      validate(JSON.parse(JSON.stringify(report)));
      expect(validate.errors).to.equal(null);
    }
    const [whole] = reports;
    for (const part of ["accounts", "grants", "permissions", "impersonation", "keys", "exemptions"] as const)
      expect(whole?.[part], part).not.to.have.length(0);
    expect(reports[1]?.missing).not.to.have.length(0);
    expect(validate({ ...whole, more: 1 })).to.equal(false);
    expect(validate({ ...whole, verdict: "well" })).to.equal(false);
  });
});
