import terminal from "node:console";
import { createHash } from "node:crypto";
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
  version: string;
  pluginUrl: string;
  parent: string;
  protect: boolean;
  importId: string;
  dependencies: string[];
  ignoreChanges: string[];
  retainOnDelete: boolean;
  /** URN of the resource with which it is deleted; empty where there is none. */
  deletedWith: string;
  /** Undefined where the program leaves it to the provider. */
  deleteBeforeReplace?: boolean;
  secretOutputs: string[];
  aliases: unknown[];
}

/** The engine's protocol as far as it is read here; its generated stubs have no types that resolve. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getProvider(): string;
  getVersion(): string;
  getPlugindownloadurl(): string;
  getParent(): string;
  getProtect(): boolean | undefined;
  getImportid(): string;
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getRetainondelete(): boolean | undefined;
  getDeletedwith(): string;
  getDeletebeforereplace(): boolean;
  getDeletebeforereplacedefined(): boolean;
  getAdditionalsecretoutputsList(): string[];
  getAliasesList(): { toObject(): unknown }[];
}
interface OutputsRequest {
  getUrn(): string;
  getOutputs(): { toJavaScript(): Record<string, unknown> };
}
interface Monitor {
  registerResource(request: RegisterRequest, callback: unknown): unknown;
  registerResourceOutputs(request: OutputsRequest, callback: unknown): unknown;
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
/** What is not known in a preview, as the engine writes it. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const consoleWarn = terminal.warn.bind(terminal);

/**
 * A stand-in for the engine. Answers what Google would, as far as the component reads it.
 *
 * With `preview`, what only an update can know stays unknown.
 */
export class MockEngine {
  readonly registered: Registered[] = [];
  /** Outputs that components and the stack registered, by URN, without the wrapping of secrets. */
  readonly outputs = new Map<string, Record<string, unknown>>();
  /** What the program has warned of. */
  readonly warnings: string[] = [];

  constructor(readonly preview = false) {}

  /** Starts afresh. Call it before the program makes any resource. */
  async start(): Promise<this> {
    const mocks: pulumi.runtime.Mocks = {
      newResource: (args) => this.answer(args),
      call: ({ token }) => {
        throw new Error(`unexpected invoke of ${token}`);
      },
    };
    await pulumi.runtime.setMocks(mocks, "project", "stack", this.preview);
    // Without an engine, the runtime writes warnings to the console.
    terminal.warn = (text: unknown, ...more: unknown[]) => {
      const [, warning] = /^warning: \[runtime\] (.*)$/s.exec(String(text)) ?? [];
      if (warning === undefined) consoleWarn(text, ...more);
      else this.warnings.push(warning);
    };
    const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, callback) => {
      this.record(request);
      return register(request, callback);
    };
    const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
    monitor.registerResourceOutputs = (request, callback) => {
      this.outputs.set(
        request.getUrn(),
        plain(request.getOutputs().toJavaScript()) as Record<string, unknown>,
      );
      return registerOutputs(request, callback);
    };
    return this;
  }

  /** What a resource becomes. */
  protected answer({ type, name, inputs }: pulumi.runtime.MockResourceArgs): {
    id: string | undefined;
    state: Record<string, unknown>;
  } {
    return {
      id: this.preview ? undefined : `${name}-id`,
      state: { ...inputs, ...this.outputsOf(type, plain(inputs) as Record<string, unknown>, name) },
    };
  }

  private record(request: RegisterRequest): void {
    const inputs: Record<string, unknown> = {};
    const secrets: string[] = [];
    for (const [key, value] of Object.entries(request.getObject()?.toJavaScript() ?? {})) {
      inputs[key] = plain(value);
      if (holdsSecret(value)) secrets.push(key);
    }
    this.registered.push({
      type: request.getType(),
      name: request.getName(),
      inputs,
      secrets,
      provider: request.getProvider(),
      version: request.getVersion(),
      pluginUrl: request.getPlugindownloadurl(),
      parent: request.getParent(),
      protect: request.getProtect() ?? false,
      importId: request.getImportid(),
      dependencies: request.getDependenciesList(),
      ignoreChanges: request.getIgnorechangesList(),
      retainOnDelete: request.getRetainondelete() ?? false,
      deletedWith: request.getDeletedwith(),
      ...(request.getDeletebeforereplacedefined()
        ? { deleteBeforeReplace: request.getDeletebeforereplace() }
        : {}),
      secretOutputs: request.getAdditionalsecretoutputsList(),
      aliases: request.getAliasesList().map((alias) => alias.toObject()),
    });
  }

  /** What is known of a resource's outputs beyond its inputs. */
  private outputsOf(type: string, inputs: Record<string, unknown>, name: string): Record<string, unknown> {
    if (type === "random:index/randomId:RandomId") return { hex: this.preview ? UNKNOWN : hexFor(name) };
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

/** Waits until everything that the program started is done: every resource registered, every output settled. */
export function settle(): Promise<void> {
  return pulumi.runtime.disconnect();
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

/** Six digits that look random, are the same in every run, and differ between resources. */
export function hexFor(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 6);
}

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
    default:
      return { name: UNKNOWN };
  }
}

/** Secrets, assets and others share a signature's key and differ in its value. */
function isSecretValue(value: object): boolean {
  return (value as Record<string, unknown>)[SIGNATURE] === SECRET;
}

function holdsSecret(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    (isSecretValue(value) || Object.values(value).some(holdsSecret))
  );
}

/** A value without the wrapping of secrets. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (isSecretValue(value)) return plain((value as Record<string, unknown>).value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
