import { expect } from "chai";
import fc from "fast-check";
import { keyMaterialFinder } from "../../../../policy/parsers/secretScan/scan";
import type { Plain } from "../../../../policy/stack/plain";
import { body, der, found, pem } from "./support";

describe("findKeyMaterial, in any value", () => {
  it("finds any 20 characters of the secret part, and none of the public one", () => {
    const at = fc.integer({ min: Math.ceil((der.length - 900) / 3) * 4, max: body.length - 24 });
    fc.assert(
      fc.property(at, fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (start, before, after) => {
        const value = `${before.replaceAll(/[%\\]/g, "")} ${body.slice(start, start + 20)} ${after}`;
        return found(value) === "value 0 at itself";
      }),
      { numRuns: 300, verbose: 0 },
    );
    const publicPart = fc.integer({ min: 0, max: 340 });
    fc.assert(
      fc.property(publicPart, (start) => found(body.slice(start, start + 20)) === "nothing"),
      { verbose: 0 },
    );
  });

  it("never throws, and says nothing of what people write", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, known) => {
        const trace = keyMaterialFinder([pem.slice(0, 200), known])(value as Plain);
        return known.length > 3 || trace === undefined;
      }),
      { numRuns: 200 },
    );
  });

  describe("reads 500,000 characters within the time of a test:", () => {
    for (const pattern of [
      "A",
      "AAAA ",
      "-----BEGIN PRIVATE KEY-----\n",
      "\\n",
      "%41",
      "ab:",
      '"private_key":"',
      "0a",
      body.slice(990, 1008),
    ])
      it(
        JSON.stringify(pattern === body.slice(990, 1008) ? "a part of a key that is too short" : pattern),
        () => {
          const value = `${pattern}.`.repeat(500_000 / (pattern.length + 1));
          expect(found(value)).to.equal("nothing");
          expect(found(pattern.repeat(500_000 / pattern.length)).length).to.be.above(0);
        },
      ).timeout(5000);
  });
});
