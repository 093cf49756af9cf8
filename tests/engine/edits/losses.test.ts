import { expect } from "chai";
import { generateKeyPairSync } from "node:crypto";
import { selfSigned } from "../../../cli/key/certificate/selfSigned";
import {
  type Key,
  KeyMode,
  RotationStep,
  type SegmentBigQueryArgs,
  StateDatasetMode,
} from "../../../components/index";
import { addTable } from "../../fakes/google/tables";
import { addVersion } from "../../fakes/google/secrets";
import { describeEngine } from "../describeEngine";
import { EditedStack } from "./EditedStack";
import { irreplaceable, lost } from "./losses";

const acme = { project: "acme-analytics", location: "EU", sources: [{ dataset: "crm" }] };
const none = { mode: KeyMode.None };

describeEngine("what an edit must not lose, against an imitation of Google", () => {
  const first = certificate();
  const second = certificate();
  const uploaded: Key = { mode: KeyMode.Uploaded, publicKeyA: first };
  let stack: EditedStack;

  beforeEach(async () => {
    stack = await EditedStack.start();
  });
  afterEach(() => stack?.stop());

  /** Uploads what the stack cannot make again: the JSON of the key. */
  function storeKey(): void {
    const [secret] = stack.google.state.projects.get(acme.project)?.secrets.values() ?? [];
    if (!secret) throw new Error("The stack made no secret");
    addVersion(stack.google.state, secret, Buffer.from("the JSON of an uploaded key").toString("base64"));
  }

  /** Goes from one set of arguments to another, and says what was lost on the way; the update may be refused. */
  async function losses(
    before: SegmentBigQueryArgs,
    after: SegmentBigQueryArgs,
    ...options: string[]
  ): Promise<string[]> {
    await stack.succeed(before);
    if (before.key?.mode === KeyMode.Uploaded) storeKey();
    const had = irreplaceable(stack.google.state);
    expect(had).to.not.deep.equal([]);
    await stack.update(after, ...options);
    return lost(had, stack.google.state);
  }

  const ofUploaded: [string, Key][] = [
    ["the secret gets another id", { ...uploaded, secret: { secretId: "another" } }],
    ["the secret's locations change", { ...uploaded, secret: { locations: ["europe-west3"] } }],
    ["Google Secret Manager is given up", { ...uploaded, googleSecretManager: false }],
    ["its certificate is written with CRLF", { ...uploaded, publicKeyA: first.replaceAll("\n", "\r\n") }],
    ["its certificate loses its last newline", { ...uploaded, publicKeyA: first.trimEnd() }],
    ["another certificate comes for the slot in use", { ...uploaded, publicKeyA: second }],
    [
      "a jump brings another certificate for the slot in use",
      { ...uploaded, step: RotationStep.UseB, publicKeyA: second, publicKeyB: certificate() },
    ],
    [
      "protection goes in the update that brings another certificate",
      { ...uploaded, publicKeyA: second, protect: false },
    ],
  ];
  for (const [title, key] of ofUploaded)
    it(`is nothing of an uploaded key when ${title}`, async () => {
      expect(await losses({ ...acme, key: uploaded }, { ...acme, key })).to.deep.equal([]);
    });

  it("is no account whose keys were made elsewhere, when its id changes", async () => {
    const after = { ...acme, key: none, accountId: "segment-other" };
    expect(await losses({ ...acme, key: none }, after)).to.deep.equal([]);
  });

  it("is no account whose keys were made elsewhere, when random digits are added", async () => {
    const after = { ...acme, key: none, randomAccountId: true };
    expect(await losses({ ...acme, key: none }, after)).to.deep.equal([]);
  });

  it("is no access to the state when it is left to Segment without a preview", async () => {
    const after = { ...acme, key: none, stateDataset: { mode: StateDatasetMode.MadeBySegment } };
    expect(await losses({ ...acme, key: none }, after, "--skip-preview")).to.deep.equal([]);
    expect(await stack.lacking()).to.deep.equal([]);
  });

  it("is no state dataset that holds tables, when another one is named; and the stack goes on", async () => {
    const named = (datasetId: string): SegmentBigQueryArgs => ({
      ...acme,
      key: none,
      stateDataset: { protect: false, datasetId },
    });
    await stack.succeed(named("state_one"));
    const dataset = stack.google.state.projects.get(acme.project)?.datasets.get("state_one");
    if (!dataset) throw new Error("The stack made no dataset");
    addTable(stack.google.state, dataset, "checkpoints_1", {});
    const had = irreplaceable(stack.google.state);

    await stack.succeed(named("state_two"));
    expect(lost(had, stack.google.state)).to.deep.equal([]);
    expect(await stack.lacking()).to.deep.equal([]);

    expect(await stack.drift(named("state_two"))).to.deep.equal([]);
  });
});

function certificate(): string {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const notBefore = new Date(Date.now() - 60_000);
  const notAfter = new Date(Date.now() + 365 * 86_400_000);
  return selfSigned({ name: "segment", notBefore, notAfter, publicKey, privateKey });
}
