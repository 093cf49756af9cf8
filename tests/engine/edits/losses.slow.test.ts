import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  type Accessor,
  type Key,
  KeyMode,
  RotationStep,
  type SegmentBigQueryArgs,
  StateDatasetMode,
} from "../../../components/index";
import { addVersion } from "../../fakes/google/secrets";
import { addTable } from "../../fakes/google/tables";
import { describeEngine } from "../describeEngine";
import { changes, type Edited, EditedStack } from "./EditedStack";
import { certificate } from "./certificate";
import { irreplaceable, lost } from "./losses";

const acme = { project: "acme-analytics", location: "EU", sources: [{ dataset: "crm" }] };
const none = { mode: KeyMode.None };

/** An edit, and what the engine's output says where it is refused; where nothing is said, nothing is done. */
interface Edit {
  title: string;
  after: Edited;
  refused?: RegExp;
  options?: string[];
}

/** A stack that is made once; each edit is tried on it, and leaves it as it was. */
function describeEdits(title: string, first: SegmentBigQueryArgs, edits: readonly Edit[]): void {
  describeEngine(`edits of ${title}, against an imitation of Google`, () => {
    let stack: EditedStack;
    let had: string[];

    before(async () => {
      stack = await EditedStack.start();
      await stack.succeed(first, "--skip-preview");
      if (first.key?.mode === KeyMode.Uploaded) storeKey(stack);
      had = irreplaceable(stack.google.state);
      expect(had).to.not.deep.equal([]);
    });
    after(() => stack?.stop());

    for (const { title: edit, after: args, refused, options = [] } of edits)
      it(`${refused ? "refuses" : "does nothing on"} ${edit}, and loses nothing`, async () => {
        const { run, interrupted, gone } = await stack.update(args, ...options);
        expect(lost(had, stack.google.state)).to.deep.equal([]);
        expect(interrupted).to.deep.equal([]);
        expect(gone).to.deep.equal([]);
        if (refused) {
          expect(run.code).to.not.equal(0);
          expect(run.output).to.match(refused);
          expect(
            run.output.split(/ has \d+ bad arguments?:/).length,
            "our own words, said once",
          ).to.be.lessThan(3);
          expect(run.output).to.not.contain("propertyPath");
        } else {
          expect(run.code, run.output).to.equal(0);
          expect(changes(run.steps)).to.deep.equal([]);
        }
      });
  });
}

const certificateInUse = certificate();
const otherCertificate = certificate();
const uploaded: Key = { mode: KeyMode.Uploaded, publicKeyA: certificateInUse };

describeEdits("a stack with an uploaded key", { ...acme, key: uploaded }, [
  {
    title: "the same certificate with CRLF",
    after: { ...acme, key: { ...uploaded, publicKeyA: certificateInUse.replaceAll("\n", "\r\n") } },
  },
  {
    title: "the same certificate without its last newline",
    after: { ...acme, key: { ...uploaded, publicKeyA: certificateInUse.trimEnd() } },
  },
  {
    title: "another certificate for the slot in use",
    after: { ...acme, key: { ...uploaded, publicKeyA: otherCertificate } },
    refused: /key\.publicKeyA/,
  },
  {
    title: "a jump with another certificate for the slot in use",
    after: {
      ...acme,
      key: { ...uploaded, step: RotationStep.UseB, publicKeyA: otherCertificate, publicKeyB: certificate() },
    },
    refused: /key\.publicKeyA/,
  },
  {
    title: "another certificate and no protection at once",
    after: { ...acme, key: { ...uploaded, publicKeyA: otherCertificate, protect: false } },
    refused: /key\.publicKeyA/,
  },
  {
    title: "another id of the secret",
    after: { ...acme, key: { ...uploaded, secret: { secretId: "another" } } },
    refused: /key\.secret\.secretId/,
  },
  {
    title: "other locations of the secret",
    after: { ...acme, key: { ...uploaded, secret: { locations: ["europe-west3"] } } },
    refused: /key\.secret\.locations/,
  },
  {
    title: "another id of the secret and no protection at once",
    after: { ...acme, key: { ...uploaded, secret: { secretId: "another" }, protect: false } },
    refused: /key\.secret\.secretId/,
  },
  {
    title: "an end of Google Secret Manager",
    after: { ...acme, key: { ...uploaded, googleSecretManager: false } },
    refused: /protect/,
  },
]);

const secret = { expireTime: "2100-01-01T00:00:00Z" };

describeEdits("a stack whose secret has an end", { ...acme, key: { secret } }, [
  { title: "leaving the end out", after: acme, refused: /key\.secret\.expireTime: is left out/ },
  {
    title: "another id of the secret and no protection at once",
    after: { ...acme, key: { secret: { ...secret, secretId: "another" }, protect: false } },
    refused: /key\.secret\.secretId/,
  },
]);

describeEdits("a stack whose keys are made elsewhere", { ...acme, key: none }, [
  {
    title: "another account id",
    after: { ...acme, key: none, accountId: "segment-other" },
    refused: /accountId/,
  },
  {
    title: "another name of the component",
    after: { components: { renamed: { ...acme, key: none } } },
    refused: /segment-account.*protect|protect.*segment-account/s,
  },
  {
    title: "random digits in the account id",
    after: { ...acme, key: none, randomAccountId: true },
    refused: /accountId/i,
  },
  {
    title: "another state dataset",
    after: { ...acme, key: none, stateDataset: { datasetId: "other" } },
    refused: /stateDataset\.datasetId/,
  },
  {
    title: "leaving the state to Segment",
    after: { ...acme, key: none, stateDataset: { mode: StateDatasetMode.MadeBySegment } },
    refused: /protect/,
  },
  {
    title: "leaving the state to Segment, without a preview",
    after: { ...acme, key: none, stateDataset: { mode: StateDatasetMode.MadeBySegment } },
    refused: /protect/,
    options: ["--skip-preview"],
  },
]);

describeEngine("edits of who may read the secret, against an imitation of Google", () => {
  const ann = "user:ann@acme.example";
  let stack: EditedStack;

  function readBy(...accessors: Accessor[]): SegmentBigQueryArgs {
    return { ...acme, key: { secret: { accessors } } };
  }

  before(async () => {
    stack = await EditedStack.start();
    stack.watched = ann;
  });
  after(() => stack?.stop());

  it("do nothing where a member is there twice, in other letters, or under a name", async () => {
    await stack.succeed(readBy({ member: "user:Ann@Acme.example" }, { member: ann }), "--skip-preview");
    const { run, interrupted, gone } = await stack.succeed(
      readBy({ member: "user:ANN@acme.example", name: "ann" }),
    );
    expect([changes(run.steps), interrupted, gone]).to.deep.equal([[], [], []]);
  });

  it("make before they delete where a member becomes an output, and back", async () => {
    const output = readBy({ member: pulumi.output(ann), name: "ann" });
    for (const args of [output, readBy({ member: ann })]) {
      const { run, interrupted, gone } = await stack.succeed(args, "--skip-preview");
      expect(changes(run.steps).filter((change) => change.startsWith("delete"))).to.not.deep.equal([]);
      expect(interrupted).to.deep.equal([]);
      // The predefined role also lists projects.
      expect(gone.filter((permission) => permission.includes("secretmanager"))).to.deep.equal([]);
    }
  });
});

describeEngine("a state dataset without protection, against an imitation of Google", () => {
  let stack: EditedStack;

  before(async () => {
    stack = await EditedStack.start();
  });
  after(() => stack?.stop());

  function named(datasetId: string): SegmentBigQueryArgs {
    return { ...acme, key: none, stateDataset: { protect: false, datasetId } };
  }

  it("is left at Google with its tables when another one is named, and the stack goes on", async () => {
    await stack.succeed(named("state_one"), "--skip-preview");
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

/** Uploads what the stack cannot make again: the JSON of the key. */
function storeKey({ google }: EditedStack): void {
  const [secret] = google.state.projects.get(acme.project)?.secrets.values() ?? [];
  if (!secret) throw new Error("The stack made no secret");
  addVersion(google.state, secret, Buffer.from("the JSON of an uploaded key").toString("base64"));
}
