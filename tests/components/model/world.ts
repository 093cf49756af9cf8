import { createHash } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";
import { SegmentBigQuery, type SegmentBigQueryArgs } from "../../../components/index";
import { failuresOf } from "../../support/failures";
import { MockEngine, settle, UNKNOWN } from "../../support/mocks";
import { after, decide, deletions, type Existing, type Operation, operationText } from "./engine";
import { GoogleModel } from "./google";

/** A stack's state, and Google. */
export interface World {
  readonly state: readonly Existing[];
  readonly google: GoogleModel;
}

export const emptyWorld: World = { state: [], google: new GoogleModel() };

/** What an update amounts to. */
export interface Update {
  readonly operations: readonly Operation[];
  /** Why it is refused or fails. What was done before it failed, `pulumi up --skip-preview` has done. */
  readonly failed?: string;
}

/** The operations in words, without those that change nothing. */
export function textOf({ operations }: Update): string[] {
  return operations.map(operationText).filter((text) => text !== undefined);
}

/** The world after some of an update's operations. */
export function worldAfter({ state, google }: World, operations: readonly Operation[]): World {
  const changed = google.copy();
  for (const operation of operations) changed.apply(operation);
  return { state: operations.reduce<readonly Existing[]>(after, state), google: changed };
}

/** What a preview says against these arguments. */
export async function preview(world: World, args: SegmentBigQueryArgs): Promise<string | undefined> {
  return (await run(new WorldEngine(world, true), args, "s")).failed;
}

/** What `pulumi up --skip-preview` with these arguments does to a world, up to where it fails. */
export function up(world: World, args: SegmentBigQueryArgs, name = "s"): Promise<Update> {
  return run(new WorldEngine(world), args, name);
}

async function run(engine: WorldEngine, args: SegmentBigQueryArgs, name: string): Promise<Update> {
  await engine.start();
  const failures = await failuresOf(async () => {
    new SegmentBigQuery(name, args);
    await settle();
  });
  const { operations, registeredNow, state } = engine;
  if (failures.length > 0) return { operations, failed: failures.map(({ message }) => message).join("\n") };
  for (const deletion of deletions(state, registeredNow)) {
    if (deletion.kind === "delete" && deletion.old.protect && !deletion.old.replaced)
      return { operations, failed: `${deletion.old.name} is protected and would be deleted` };
    operations.push(deletion);
  }
  return { operations };
}

/** An engine that answers from a world, as the program registers its resources. */
class WorldEngine extends MockEngine {
  readonly operations: Operation[] = [];
  /** What the program has registered. */
  readonly registeredNow = new Set<Existing>();
  state: readonly Existing[];
  private readonly google: GoogleModel;

  constructor(world: World, preview = false) {
    super(preview);
    this.state = world.state;
    this.google = world.google.copy();
  }

  protected override answer({ type, name }: pulumi.runtime.MockResourceArgs): {
    id: string | undefined;
    state: Record<string, unknown>;
  } {
    const registered = [...this.registered].reverse().find((one) => one.type === type && one.name === name);
    if (!registered) throw new Error(`${name} is not registered`);
    const { operations, made } = decide(this.state, registered, (inputs, generation) => ({
      ...inputs,
      ...this.known(outputsOf(type, inputs, `${name}#${generation}`)),
    }));
    for (const operation of operations) {
      this.google.apply(operation);
      this.state = after(this.state, operation);
      this.operations.push(operation);
    }
    this.registeredNow.add(made);
    const isNew = operations.some(({ kind }) => kind !== "update");
    return { id: this.preview && isNew ? undefined : `${name}-id`, state: { ...made.outputs } };
  }

  /** What is known of outputs: in a preview, an account's address alone. */
  private known(outputs: Record<string, unknown>): Record<string, unknown> {
    if (!this.preview) return outputs;
    return Object.fromEntries(
      Object.entries(outputs).map(([key, output]) => [
        key,
        ["email", "member"].includes(key) ? output : UNKNOWN,
      ]),
    );
  }
}

function outputsOf(type: string, inputs: Record<string, unknown>, unique: string): Record<string, unknown> {
  const project = String(inputs.project);
  const hash = createHash("sha256").update(unique).digest("hex");
  switch (type) {
    case "random:index/randomId:RandomId":
      return { hex: hash.slice(0, 2 * Number(inputs.byteLength)) };
    case "gcp:serviceaccount/account:Account": {
      const email = `${String(inputs.accountId)}@${project}.iam.gserviceaccount.com`;
      const name = `projects/${project}/serviceAccounts/${email}`;
      return { email, member: `serviceAccount:${email}`, name };
    }
    case "gcp:serviceaccount/key:Key":
      return {
        name: `${String(inputs.serviceAccountId)}/keys/${hash.slice(0, 8)}`,
        privateKey: Buffer.from(JSON.stringify({ private_key_id: hash.slice(0, 8) })).toString("base64"),
      };
    case "gcp:projects/iAMCustomRole:IAMCustomRole":
      return { name: `projects/${project}/roles/${String(inputs.roleId)}` };
    case "gcp:secretmanager/secret:Secret":
      return { name: `projects/${project}/secrets/${String(inputs.secretId)}` };
    case "gcp:secretmanager/secretVersion:SecretVersion":
      return { name: `${String(inputs.secret)}/versions/${hash.slice(0, 4)}` };
    default:
      return {};
  }
}
