import * as pulumi from "@pulumi/pulumi";

/** One resource as the engine would be asked to register it. */
export interface Registered {
  type: string;
  /** Name of the resource. */
  name: string;
  inputs: Record<string, unknown>;
  /** Names of the secret inputs. */
  secrets: string[];
  provider: string;
  parent: string;
  protect: boolean;
  importId: string;
  dependencies: string[];
  aliases: unknown[];
}

const SECRET = "4dabf18193072939515e22adb298388d";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * A stand-in for the engine. Answers what Google would, as far as the component reads it.
 *
 * With `preview`, what only an update can know stays unknown.
 */
export class MockEngine {
  readonly registered: Registered[] = [];

  constructor(readonly preview = false) {}

  /** Starts afresh. Call it before the program makes any resource. */
  async start(): Promise<this> {
    const mocks: pulumi.runtime.Mocks = {
      newResource: (args) => this.newResource(args),
      call: (args) => {
        throw new Error(`unexpected invoke of ${args.token}`);
      },
    };
    await pulumi.runtime.setMocks(mocks, "project", "stack", this.preview);
    return this;
  }

  private newResource(args: pulumi.runtime.MockResourceArgs): {
    id: string | undefined;
    state: Record<string, unknown>;
  } {
    const request = args.registerRequest;
    const inputs: Record<string, unknown> = {};
    const secrets: string[] = [];
    for (const [key, value] of Object.entries(args.inputs as Record<string, unknown>)) {
      inputs[key] = plain(value);
      if (holdsSecret(value)) secrets.push(key);
    }
    this.registered.push({
      type: args.type,
      name: args.name,
      inputs,
      secrets,
      provider: args.provider ?? "",
      parent: request?.getParent() ?? "",
      protect: request?.getProtect() ?? false,
      importId: request?.getImportid() ?? "",
      dependencies: request?.getDependenciesList() ?? [],
      aliases: (request?.getAliasesList() ?? []).map((alias) => alias.toObject()),
    });
    return {
      id: this.preview ? undefined : `${args.name}-id`,
      state: { ...args.inputs, ...this.outputsOf(args.type, inputs) },
    };
  }

  /** What is known of a resource's outputs beyond its inputs. */
  private outputsOf(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
    const later = this.preview ? laterOutputs : madeOutputs;
    const account = accountOutputs(type, inputs);
    return { ...account, ...later(type, inputs) };
  }

  /** Names and types of all children, sorted: what a test of exact children compares. */
  children(): string[] {
    return this.registered
      .filter(({ type }) => !type.startsWith("segment-bigquery:") && !type.startsWith("pulumi:"))
      .map(({ type, name }) => `${name} ${type}`)
      .sort();
  }

  /** The one resource of that name. */
  get(name: string): Registered {
    const found = this.registered.filter((one) => one.name === name);
    if (found.length !== 1) throw new Error(`${found.length} resources are named ${name}`);
    return found[0] as Registered;
  }

  ofType(type: string): Registered[] {
    return this.registered.filter((one) => one.type === type);
  }
}

/** The value of an output; an unknown one resolves to undefined. */
export function value<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}

/** Whether an output is secret. */
export function isSecret(output: pulumi.Output<unknown>): Promise<boolean> {
  return (output as unknown as { isSecret: Promise<boolean> }).isSecret;
}

/** An output that a preview does not know. */
export function unknownOutput<T>(): pulumi.Output<T> {
  return pulumi.output(pulumi.unknown) as unknown as pulumi.Output<T>;
}

/** A key file, recognisable wherever it turns up. */
export const plantedKey = JSON.stringify({
  type: "service_account",
  private_key_id: "planted-key-id",
  private_key:
    "-----BEGIN PRIVATE KEY-----\nplanted-private-key-material-0123456789\n-----END PRIVATE KEY-----\n",
});

function accountOutputs(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (type !== "gcp:serviceaccount/account:Account") return {};
  const { accountId, project } = inputs;
  if (typeof accountId !== "string" || typeof project !== "string") return {};
  const email = `${accountId}@${project}.iam.gserviceaccount.com`;
  return { email, member: `serviceAccount:${email}` };
}

function madeOutputs(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const project = String(inputs.project);
  switch (type) {
    case "gcp:serviceaccount/account:Account":
      return {
        name: `projects/${project}/serviceAccounts/${String(inputs.accountId)}@${project}.iam.gserviceaccount.com`,
      };
    case "gcp:serviceaccount/key:Key":
      return {
        name: `${String(inputs.serviceAccountId)}/keys/1`,
        privateKey: Buffer.from(plantedKey).toString("base64"),
      };
    case "gcp:projects/iAMCustomRole:IAMCustomRole":
      return { name: `projects/${project}/roles/${String(inputs.roleId)}` };
    case "gcp:secretmanager/secret:Secret":
      return { name: `projects/${project}/secrets/${String(inputs.secretId)}` };
    case "gcp:secretmanager/secretVersion:SecretVersion":
      return { name: `${String(inputs.secret)}/versions/1`, version: "1" };
    case "random:index/randomId:RandomId":
      return { hex: "a1b2c3" };
    default:
      return {};
  }
}

function laterOutputs(type: string): Record<string, unknown> {
  switch (type) {
    case "gcp:serviceaccount/account:Account":
      return { name: UNKNOWN, uniqueId: UNKNOWN };
    case "gcp:serviceaccount/key:Key":
      return { name: UNKNOWN, privateKey: UNKNOWN };
    case "random:index/randomId:RandomId":
      return { hex: UNKNOWN };
    default:
      return { name: UNKNOWN };
  }
}

function holdsSecret(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && (SECRET in value || Object.values(value).some(holdsSecret))
  );
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (SECRET in value) return plain((value as { value: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
