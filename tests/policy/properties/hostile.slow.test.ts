import { expect } from "chai";
import * as fc from "fast-check";
import { documentedStack, make, messages, verdicts, type TestResource } from "../support";
import {
  hostileValues,
  piece,
  planted,
  plantedKey,
  readProperties,
  readTypes,
  withOwn,
} from "./hostileValues";
import { runs } from "./runs";

const config = { sources: ["acme.crm"], serviceAccounts: [make.email, "segment@*"] };
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

function check(stack: readonly TestResource[]): void {
  for (const { message } of verdicts(stack, config)) {
    expect(message).to.not.match(control);
    expect(message).to.not.include("could not be applied");
    expect(message).to.not.include(piece);
    expect(message.length).to.be.below(10_000);
  }
}

const hostileResources = fc
  .tuple(
    fc.constantFrom(...readTypes),
    fc.uniqueArray(fc.tuple(fc.constantFrom<string>(...readProperties), hostileValues), {
      selector: ([name]) => name,
      maxLength: 8,
    }),
    fc.constantFrom("named", "constructor", "\u001b[31m"),
  )
  .map(([type, entries, name]) => ({ type, name, props: withOwn(entries) as Record<string, unknown> }));

describe("a hostile stack", function () {
  this.timeout(120_000);
  it("makes no rule fail and gets no control character printed", () => {
    fc.assert(
      fc.property(fc.array(hostileResources, { minLength: 1, maxLength: 5 }), (list) => {
        check([...documentedStack(), ...list.map((one, i) => ({ ...one, name: `${one.name}${i}` }))]);
      }),
      { numRuns: runs(400) },
    );
  });

  it("may hold anything in the place of any property of a good one", () => {
    const stack = documentedStack();
    fc.assert(
      fc.property(
        fc.constantFrom(...stack),
        fc.constantFrom<string>(...readProperties),
        hostileValues,
        (resource, property, value) => {
          check(
            stack.map((one) =>
              one === resource ? { ...one, props: { ...one.props, [property]: value } } : one,
            ),
          );
        },
      ),
      { numRuns: runs(400) },
    );
  });

  it("gets no key printed, wherever it stands", () => {
    const places = fc.tuple(fc.constantFrom(...readTypes), fc.constantFrom<string>(...readProperties));
    const asKey = (text: string) => [
      text,
      [text],
      { id: text },
      { [text]: "x" },
      Buffer.from(text).toString("base64"),
    ];
    fc.assert(
      fc.property(
        places,
        fc.constantFrom(...asKey(plantedKey), ...asKey(planted)),
        ([type, property], secret) => {
          const key = {
            type: "gcp:serviceaccount/key:Key",
            name: "key",
            props: { serviceAccountId: make.email, privateKey: Buffer.from(plantedKey).toString("base64") },
          };
          check([...documentedStack(), key, { type, name: "odd", props: { [property]: secret } }]);
        },
      ),
      { numRuns: runs(400) },
    );
  });

  it("gets no key printed that stands where a name should", () => {
    const stack = documentedStack();
    const secrets = [
      plantedKey,
      `roles/${planted}`,
      `serviceAccount:${plantedKey}`,
      JSON.stringify({ private_key: plantedKey }),
    ];
    for (const resource of stack)
      for (const property of readProperties)
        for (const secret of secrets)
          check(
            stack.map((one) =>
              one === resource ? { ...one, props: { ...one.props, [property]: secret } } : one,
            ),
          );
  });

  it("may be deep", () => {
    let deep: unknown = "segment";
    for (let i = 0; i < 10_000; i++) deep = i % 2 === 0 ? [deep] : { members: deep };
    for (const type of readTypes)
      check([...documentedStack(), { type, name: "deep", props: { members: deep } }]);
  });

  it("may refer to itself", () => {
    const self: Record<string, unknown> = { role: "roles/owner" };
    for (const property of readProperties) if (property !== "role") self[property] = self;
    for (const type of readTypes)
      check([...documentedStack(), { type, name: "cycle", props: { members: self } }]);
  });

  it("may hold huge lists", function () {
    this.timeout(20_000);
    const members = Array.from({ length: 50_000 }, (_, i) => `user:u${i}@example.com`);
    const bindings = JSON.stringify({ bindings: [{ role: "roles/owner", members }] });
    check([
      ...documentedStack(),
      {
        type: "gcp:projects/iAMBinding:IAMBinding",
        name: "many",
        props: { project: "acme", role: "roles/viewer", members },
      },
      {
        type: "gcp:projects/iAMPolicy:IAMPolicy",
        name: "policy",
        props: { project: "acme", policyData: bindings },
      },
      {
        type: "gcp:bigquery/dataset:Dataset",
        name: "crm",
        props: {
          project: "acme",
          datasetId: "crm",
          accesses: members.map((one) => ({ role: "READER", iamMember: one })),
        },
      },
    ]);
  });

  it("may throw at every read", () => {
    const throwing: Record<string, unknown> = {};
    for (const property of readProperties)
      Object.defineProperty(throwing, property, {
        enumerable: true,
        get: () => {
          throw new Error(planted);
        },
      });
    for (const type of readTypes)
      check([...documentedStack(), { type, name: "throws", props: { ...{}, role: throwing } }]);
    expect(messages(documentedStack(), config)).to.deep.equal([]);
  });

  it("may come with a config of any kind", () => {
    fc.assert(
      fc.property(hostileValues, (value) => {
        for (const { message } of verdicts(documentedStack(), value)) expect(message).to.not.match(control);
      }),
      { numRuns: runs(200) },
    );
  });
});
