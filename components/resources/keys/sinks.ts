import * as pulumi from "@pulumi/pulumi";
import { defaults } from "../../args/defaults";
import type { AwsSink, AzureSink, EscSink, OtherSink, Sinks, VaultSink } from "../../args/sinks";
import { childNames } from "../../plan/childNames";
import type { Holder } from "../../plan/keys";
import type { Children } from "../children";
import { BareResource, holderOptions, type KeptAt, type Plugin, type Sink, type SlotKey } from "./sink";

/** A secrets manager that the arguments ask for, next to Google's. */
export function makeSink(children: Children, { kind, what }: Holder, sinks: Sinks): Sink | undefined {
  const other = (sinks.others ?? []).find(({ name }) => name === what);
  if (kind === "aws" && sinks.aws) return new AwsSecrets(children, sinks.aws);
  if (kind === "azure" && sinks.azure) return new AzureSecrets(children, sinks.azure);
  if (kind === "vault" && sinks.vault) return new VaultSecrets(children, sinks.vault);
  if (kind === "esc" && sinks.esc) return new EscEnvironments(children, sinks.esc);
  return kind === "other" && other ? new OtherSecrets(children, other) : undefined;
}

/** One secret with a version for each key: a deleted secret's name would not be free for the next key. */
class AwsSecrets implements Sink {
  private readonly plugin: Plugin;
  private readonly secret: BareResource;
  private readonly name: pulumi.Input<string>;

  constructor(
    private readonly children: Children,
    private readonly args: AwsSink,
  ) {
    this.plugin = { version: args.pluginVersion ?? defaults.aws.pluginVersion };
    this.name = args.name ?? defaults.aws.name;
    this.secret = new BareResource(
      "aws:secretsmanager/secret:Secret",
      children.nameOf(childNames.awsSecret),
      {
        name: this.name,
        region: args.region,
        description: "Key of Twilio Segment's service account for BigQuery. Managed by Pulumi.",
        kmsKeyId: args.kmsKeyId,
        tags: args.tags,
      },
      this.plugin,
      children.options(childNames.awsSecret),
    );
  }

  keep(key: SlotKey): KeptAt {
    const version = new BareResource(
      "aws:secretsmanager/secretVersion:SecretVersion",
      this.children.nameOf(key.childName),
      { secretId: this.secret.id, region: this.args.region, secretString: key.json },
      this.plugin,
      this.children.options(key.childName, holderOptions(key, "secretString", ["secretString"])),
      ["versionId"],
    );
    return {
      place: pulumi.interpolate`version ${version.outputs.versionId} of AWS secret ${this.name}`,
      id: version.id,
    };
  }
}

/** A secret for each key in an Azure Key Vault. */
class AzureSecrets implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: AzureSink,
  ) {}

  keep(key: SlotKey): KeptAt {
    const {
      resourceGroupName,
      vaultName,
      name = defaults.azure.name,
      pluginVersion = defaults.azure.pluginVersion,
    } = this.args;
    const secretName = pulumi.interpolate`${name}-${key.slot}`;
    const made = new BareResource(
      "azure-native:keyvault:Secret",
      this.children.nameOf(key.childName),
      {
        resourceGroupName,
        vaultName,
        secretName,
        properties: { value: key.json, contentType: "application/json" },
      },
      { version: pluginVersion },
      this.children.options(key.childName, {
        ...holderOptions(key, "properties", ["properties"]),
        // Deleted, its name stays taken until it is purged, and the slot's next key could not be kept.
        retainOnDelete: true,
      }),
    );
    return { place: pulumi.interpolate`secret ${secretName} of Azure Key Vault ${vaultName}`, id: made.id };
  }
}

/** A secret for each key in HashiCorp Vault. */
class VaultSecrets implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: VaultSink,
  ) {}

  keep(key: SlotKey): KeptAt {
    const {
      mount,
      path = defaults.vault.path,
      namespace,
      pluginVersion = defaults.vault.pluginVersion,
    } = this.args;
    const name = pulumi.interpolate`${path}-${key.slot}`;
    const dataJson = key.json.apply((credentials) => JSON.stringify({ credentials }));
    const made = new BareResource(
      "vault:kv/secretV2:SecretV2",
      this.children.nameOf(key.childName),
      { mount, name, namespace, dataJson },
      { version: pluginVersion },
      this.children.options(key.childName, holderOptions(key, "dataJson", ["data", "dataJson"])),
    );
    return { place: pulumi.interpolate`field credentials of Vault secret ${mount}/${name}`, id: made.id };
  }
}

/** An environment for each key in Pulumi ESC. */
class EscEnvironments implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: EscSink,
  ) {}

  keep(key: SlotKey): KeptAt {
    const {
      organization,
      project = defaults.esc.project,
      pluginVersion = defaults.esc.pluginVersion,
    } = this.args;
    const name = pulumi.interpolate`${this.args.name ?? defaults.esc.name}-${key.slot}`;
    const made = new BareResource(
      "pulumiservice:index:Environment",
      this.children.nameOf(key.childName),
      { organization, project, name, yaml: pulumi.secret(key.json.apply(definition)) },
      { version: pluginVersion },
      this.children.options(key.childName, holderOptions(key, "yaml", ["yaml"])),
    );
    return {
      place: pulumi.interpolate`segment.credentials of Pulumi ESC environment ${organization}/${project}/${name}`,
      id: made.id,
    };
  }
}

/** The environment's definition: JSON, which YAML takes as it is. */
function definition(credentials: string): pulumi.asset.Asset {
  return new pulumi.asset.StringAsset(
    JSON.stringify({ values: { segment: { credentials: { "fn::secret": credentials } } } }),
  );
}

/** A resource of any type for each key. */
class OtherSecrets implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: OtherSink,
  ) {}

  keep(key: SlotKey): KeptAt {
    const { name, type, properties, keyProperty, pluginVersion, pluginDownloadUrl } = this.args;
    const entries = Object.entries(properties).map(
      ([property, value]) =>
        [property, pulumi.output(value).apply((text) => text.replaceAll("{slot}", key.slot))] as const,
    );
    const made = new BareResource(
      type,
      this.children.nameOf(key.childName),
      { ...Object.fromEntries(entries), [keyProperty]: key.json },
      { version: pluginVersion, downloadUrl: pluginDownloadUrl },
      this.children.options(key.childName, holderOptions(key, keyProperty, [keyProperty])),
    );
    return { place: pulumi.interpolate`${name}, ${made.id}`, id: made.id };
  }
}
