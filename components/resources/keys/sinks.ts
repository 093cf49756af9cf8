import * as pulumi from "@pulumi/pulumi";
import { defaults } from "../../args/defaults";
import type { KeySlot } from "../../args/enums";
import type { AwsSink, AzureSink, EscSink, OtherSink, Sinks, VaultSink } from "../../args/sinks";
import type { Holder } from "../../plan/keys";
import { childNames } from "../../plan/plan";
import type { Children } from "../children";

/** A key's JSON on its way to a secrets manager. */
export interface SlotKey {
  readonly slot: KeySlot;
  /** The name of the child that holds it. */
  readonly childName: string;
  /** The JSON key file, always a secret output. */
  readonly json: pulumi.Output<string>;
  /** Whether Pulumi is to refuse to delete what holds it. */
  readonly protect: boolean;
  /** Whether the key is replaced for an incident, and its JSON with it. In any other case the JSON stays as it is. */
  readonly replaced: boolean;
}

/** Where a key is kept. */
export interface KeptAt {
  /** In words, without any of the key. */
  readonly place: pulumi.Output<string>;
  /** Known in a preview where it exists already. */
  readonly id: pulumi.Output<string>;
  /** The JSON that is kept there. */
  readonly json?: pulumi.Output<string>;
}

/**
 * A secrets manager that keeps keys.
 *
 * To add one: say in a function below which resource keeps a key, by its type token (`BareResource`); its name is in
 * `plan/keys.ts`, its arguments are in `args/sinks.ts`. What needs no code is `OtherSink`.
 */
export interface Sink {
  /** Keeps one key so that the other slot's is not touched. */
  keep(key: SlotKey): KeptAt;
}

/** Options of what holds a key's JSON, in the properties named. */
export function holderOptions({ protect, replaced }: SlotKey, json: string, secretOutputs?: string[]) {
  return {
    protect: protect ? true : undefined,
    ...(replaced ? {} : { ignoreChanges: [json] }),
    ...(secretOutputs === undefined ? {} : { additionalSecretOutputs: secretOutputs }),
  };
}

/** Which plugin manages a resource. */
interface Plugin {
  readonly version: string;
  readonly downloadUrl?: string;
}

/**
 * A resource by its type token alone.
 *
 * No SDK is loaded for it: the component also runs where no optional npm package can be installed, as a plugin for
 * another language.
 */
class BareResource extends pulumi.CustomResource {
  /** The resource's outputs that are asked for. */
  readonly outputs: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(
    type: string,
    name: string,
    inputs: Readonly<Record<string, unknown>>,
    { version, downloadUrl }: Plugin,
    options: pulumi.CustomResourceOptions,
    outputs: readonly string[] = [],
  ) {
    const properties: Record<string, unknown> = { ...inputs };
    for (const output of outputs) properties[output] ??= undefined;
    super(type, name, properties, { ...options, version, pluginDownloadURL: downloadUrl });
    const made = this as unknown as Record<string, pulumi.Output<string>>;
    this.outputs = Object.fromEntries(
      outputs.map((output) => [output, made[output] as pulumi.Output<string>]),
    );
  }
}

/** A secrets manager that the arguments ask for, next to Google's. */
export function makeSink(children: Children, { kind, what }: Holder, sinks: Sinks): Sink | undefined {
  const other = (sinks.others ?? []).find(({ name }) => name === what);
  const holder =
    (kind === "aws" && sinks.aws && awsVersions(children, sinks.aws)) ||
    (kind === "azure" && sinks.azure && azureSecret(sinks.azure)) ||
    (kind === "vault" && sinks.vault && vaultSecret(sinks.vault)) ||
    (kind === "esc" && sinks.esc && escEnvironment(sinks.esc)) ||
    (kind === "other" && other && otherResource(other)) ||
    undefined;
  return holder && { keep: (key) => keep(children, key, holder(key)) };
}

/** The resource that keeps one key. */
interface KeyResource {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly plugin: Plugin;
  /** The input that holds the key's JSON. */
  readonly json: string;
  /** Outputs that hold it; by default the input's. */
  readonly secretOutputs?: string[];
  readonly options?: pulumi.CustomResourceOptions;
  /** Outputs that `place` reads. */
  readonly outputs?: readonly string[];
  readonly place: (made: BareResource) => pulumi.Output<string>;
}

function keep(children: Children, key: SlotKey, held: KeyResource): ReturnType<Sink["keep"]> {
  const { type, inputs, plugin, json, secretOutputs = [json], options, outputs, place } = held;
  const made = new BareResource(
    type,
    children.nameOf(key.childName),
    inputs,
    plugin,
    children.options(key.childName, { ...holderOptions(key, json, secretOutputs), ...options }),
    outputs,
  );
  return { place: place(made), id: made.id };
}

/** One secret with a version for each key: a deleted secret's name would not be free for the next key. */
function awsVersions(children: Children, args: AwsSink): (key: SlotKey) => KeyResource {
  const { region, kmsKeyId, tags, name = defaults.aws.name } = args;
  const plugin = { version: args.pluginVersion ?? defaults.aws.pluginVersion };
  const secret = new BareResource(
    "aws:secretsmanager/secret:Secret",
    children.nameOf(childNames.awsSecret),
    {
      name,
      region,
      description: "Key of Twilio Segment's service account for BigQuery. Managed by Pulumi.",
      kmsKeyId,
      tags,
    },
    plugin,
    children.options(childNames.awsSecret),
  );
  return (key) => ({
    type: "aws:secretsmanager/secretVersion:SecretVersion",
    inputs: { secretId: secret.id, region, secretString: key.json },
    plugin,
    json: "secretString",
    outputs: ["versionId"],
    place: ({ outputs }) => pulumi.interpolate`version ${outputs.versionId} of AWS secret ${name}`,
  });
}

function azureSecret(args: AzureSink): (key: SlotKey) => KeyResource {
  const { resourceGroupName, vaultName, name = defaults.azure.name } = args;
  return (key) => {
    const secretName = pulumi.interpolate`${name}-${key.slot}`;
    return {
      type: "azure-native:keyvault:Secret",
      inputs: {
        resourceGroupName,
        vaultName,
        secretName,
        properties: { value: key.json, contentType: "application/json" },
      },
      plugin: { version: args.pluginVersion ?? defaults.azure.pluginVersion },
      json: "properties",
      // Deleted, its name stays taken until it is purged, and the slot's next key could not be kept.
      options: { retainOnDelete: true },
      place: () => pulumi.interpolate`secret ${secretName} of Azure Key Vault ${vaultName}`,
    };
  };
}

function vaultSecret(args: VaultSink): (key: SlotKey) => KeyResource {
  const { mount, namespace, path = defaults.vault.path } = args;
  return (key) => {
    const name = pulumi.interpolate`${path}-${key.slot}`;
    const dataJson = key.json.apply((credentials) => JSON.stringify({ credentials }));
    return {
      type: "vault:kv/secretV2:SecretV2",
      inputs: { mount, name, namespace, dataJson },
      plugin: { version: args.pluginVersion ?? defaults.vault.pluginVersion },
      json: "dataJson",
      secretOutputs: ["data", "dataJson"],
      place: () => pulumi.interpolate`field credentials of Vault secret ${mount}/${name}`,
    };
  };
}

function escEnvironment(args: EscSink): (key: SlotKey) => KeyResource {
  const { organization, project = defaults.esc.project } = args;
  return (key) => {
    const name = pulumi.interpolate`${args.name ?? defaults.esc.name}-${key.slot}`;
    return {
      type: "pulumiservice:index:Environment",
      inputs: { organization, project, name, yaml: pulumi.secret(key.json.apply(definition)) },
      plugin: { version: args.pluginVersion ?? defaults.esc.pluginVersion },
      json: "yaml",
      place: () =>
        pulumi.interpolate`segment.credentials of Pulumi ESC environment ${organization}/${project}/${name}`,
    };
  };
}

/** The environment's definition: JSON, which YAML takes as it is. */
function definition(credentials: string): pulumi.asset.Asset {
  return new pulumi.asset.StringAsset(
    JSON.stringify({ values: { segment: { credentials: { "fn::secret": credentials } } } }),
  );
}

/** A resource of any type for each key. */
function otherResource(args: OtherSink): (key: SlotKey) => KeyResource {
  const { name, type, properties, keyProperty, pluginVersion, pluginDownloadUrl } = args;
  return (key) => {
    const entries = Object.entries(properties).map(
      ([property, value]) =>
        [property, pulumi.output(value).apply((text) => text.replaceAll("{slot}", key.slot))] as const,
    );
    return {
      type,
      inputs: { ...Object.fromEntries(entries), [keyProperty]: key.json },
      plugin: { version: pluginVersion, downloadUrl: pluginDownloadUrl },
      json: keyProperty,
      place: ({ id }) => pulumi.interpolate`${name}, ${id}`,
    };
  };
}
