import { expect } from "chai";
import { documentedStack, make, messages, unknown, type TestResource } from "../support";

const config = { sources: ["acme.crm"], serviceAccounts: [make.email] };
const command = (
  props: Readonly<Record<string, unknown>>,
  rest: Partial<TestResource> = {},
): TestResource => ({
  type: "command:local:Command",
  name: "setup",
  props,
  ...rest,
});
const said = (resource: TestResource, settings: object = config) =>
  messages([...documentedStack(), resource], settings);
const create = `gcloud iam service-accounts keys create key.json --iam-account=${make.email}`;
const upload = `gcloud iam service-accounts keys upload cert.pem --iam-account=${make.email}`;
const leaked = (property: string, type = "command:local:Command") =>
  `mandatory: ${property} of ${type} \`setup\` creates a key of Segment's account. Its private part is in a file wherever the ` +
  "command runs. Fix: create the key with SegmentBigQuery, which hands it to a secrets manager, and remove the command. [key-leak]";
const uploaded =
  "mandatory: create of command:local:Command `setup` uploads a key of Segment's account. Nobody can see here where its private part was created and is kept. Fix: use SegmentBigQuery's upload mode, or set uploadedKeys to allow. [uploaded-key]";
const hmac =
  "mandatory: create of command:local:Command `setup` creates an HMAC key of Segment's account for Cloud Storage. Segment does not use it, and it never expires. Fix: remove the command, and the key that it has created. [hmac-key]";

describe("a key of Segment's account that a command makes", () => {
  it("rejects it in any input that is run, and says where", () => {
    for (const property of ["create", "update", "delete", "stdin"])
      expect(said(command({ [property]: create }))).to.deep.equal([leaked(property)]);
    expect(said(command({ create: create.replace(make.email, make.email.toUpperCase()) }))).to.deep.equal([
      leaked("create"),
    ]);
  });

  it("rejects it on another machine, and by a dynamic resource", () => {
    expect(said(command({ create }, { type: "command:remote:Command" }))).to.deep.equal([
      leaked("create", "command:remote:Command"),
    ]);
    const type = "pulumi-nodejs:dynamic:Resource";
    expect(said(command({ run: `exec("${create}")` }, { type }))).to.deep.equal([leaked("run", type)]);
  });

  it("rejects it where the environment tells whose it is", () => {
    const named = create.replace(make.email, "$ACCOUNT");
    expect(said(command({ create: named, environment: { ACCOUNT: make.email } }))).to.deep.equal([
      leaked("create"),
    ]);
  });

  it("rejects it where the account is known only when it runs, and comes from Segment's", () => {
    const open = command(
      { create: create.replace(make.email, "$ACCOUNT"), environment: { ACCOUNT: unknown } },
      { from: { create: ["segment"] } },
    );
    expect(said(open)).to.deep.equal([leaked("create")]);
    expect(said({ ...open, from: {} })).to.deep.equal([]);
  });

  it("rejects an upload, unless the config allows it", () => {
    expect(said(command({ create: upload }))).to.deep.equal([uploaded]);
    expect(said(command({ create: upload }), { ...config, uploadedKeys: "allow" })).to.deep.equal([]);
    expect(said(command({ create }), { ...config, uploadedKeys: "allow" })).to.deep.equal([leaked("create")]);
  });

  it("rejects an HMAC key, by either tool", () => {
    expect(said(command({ create: `gcloud storage hmac create ${make.email}` }))).to.deep.equal([hmac]);
    expect(said(command({ create: `gsutil hmac create ${make.email}` }))).to.deep.equal([hmac]);
  });

  it("accepts other people's keys, and commands that only look at keys or remove them", () => {
    const others = [
      create.replace(make.email, "deploy@acme.iam.gserviceaccount.com"),
      `gcloud iam service-accounts keys list --iam-account=${make.email}`,
      `gcloud iam service-accounts keys delete 0123 --iam-account=${make.email}`,
      `gcloud storage hmac list --service-account=${make.email}`,
      `echo "${create}"`,
    ];
    for (const one of others) expect(said(command({ create: one })), one).to.deep.equal([]);
    expect(said(command({ create }, { type: "other:local:Command" })).join()).to.include(
      "[unexplained-mention]",
    );
    expect(said(command({ triggers: create }))).to.deep.equal([]);
  });

  it("says nothing in a stack without Segment", () => {
    const named = create.replace(make.email, "deploy@acme.iam.gserviceaccount.com");
    expect(messages([command({ create: named })])).to.deep.equal([]);
  });
});
