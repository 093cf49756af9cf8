import { expect } from "chai";
import * as fc from "fast-check";
import { mentionKind } from "../../../policy/facts/mentions";
import { make, type TestResource, unknown, verdicts } from "../support";
import { configs, stacks } from "./generators";
import { runs } from "./runs";

const seed = Number(process.env["PROPERTY_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

const type = "acme:things/widget:Widget";

const uniqueId = "100000000000000000001";

const script = `gcloud projects add-iam-policy-binding acme --member=${make.member} --role=roles/owner`;

/** A text that names the account, or a part of it that only its reader puts together. */
const mentions = fc.constantFrom<unknown>(
  make.email,
  make.email.toUpperCase(),
  make.member,
  `user-${make.email}`,
  `projects/acme/serviceAccounts/${make.email}`,
  `principal://iam.googleapis.com/projects/-/serviceAccounts/${make.email}`,
  make.email.replace(".gserviceaccount.com", ""),
  uniqueId,
  `OWNER:${make.member},READER:allUsers`,
  JSON.stringify({ bindings: [{ role: "roles/owner", members: [make.member] }] }),
  script,
  Buffer.from(script).toString("base64"),
  [make.member],
  [null, { any: [make.email] }],
  { [make.email]: "OWNER" },
  `email = "segment@" + project + ".iam"`.replace('" + project', '${project}"'),
);

const word = fc.stringMatching(/^[a-zA-Z][a-zA-Z_]{0,14}$/);

const path = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .filter((names) => mentionKind(type, names) !== "harmless");

const nested = (names: readonly string[], value: unknown): unknown =>
  names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);

const judged = (stack: readonly TestResource[], config: object) =>
  verdicts(stack, { ...config, serviceAccounts: [make.email] }).filter(({ urn }) =>
    urn?.endsWith("::replaced"),
  );

const account: TestResource = make.account({ uniqueId });

describe(`a resource of a type that nobody knows (PROPERTY_SEED=${seed})`, () => {
  it("is never passed over in silence where it names Segment's account, in place of any resource", () => {
    fc.assert(
      fc.property(stacks, fc.nat(), path, mentions, configs, (stack, at, names, mention, config) => {
        const others = stack.slice(1).filter((_, index) => index !== at % (stack.length - 1));
        const replaced = { type, name: "replaced", props: nested(names, mention) as object };
        expect(judged([account, ...others, replaced as TestResource], config)).to.not.deep.equal([]);
      }),
      { numRuns: runs(300), seed },
    );
  });

  it("is not passed over where what it names is known only in the update", () => {
    const words = fc.constantFrom(
      "member",
      "members",
      "serviceAccount",
      "grantee",
      "runAs",
      "script",
      "body",
    );
    fc.assert(
      fc.property(stacks, words, configs, (stack, property, config) => {
        const replaced = {
          type,
          name: "replaced",
          props: { [property]: unknown },
          from: { [property]: ["segment"] },
        };
        expect(judged([account, ...stack.slice(1), replaced], config)).to.not.deep.equal([]);
      }),
      { numRuns: runs(100), seed },
    );
  });

  it("is passed over where it names somebody else", () => {
    const others = fc.constantFrom(
      "other-segment@acme.iam.gserviceaccount.com",
      "segment@acme-two.iam.gserviceaccount.com",
      "segment@acme.com",
      `${uniqueId}0`,
      "segment",
    );
    fc.assert(
      fc.property(path, others, (names, other) => {
        const replaced = { type, name: "replaced", props: nested(names, other) as object };
        expect(judged([account, replaced as TestResource], {})).to.deep.equal([]);
      }),
      { numRuns: runs(200), seed },
    );
  });
});
