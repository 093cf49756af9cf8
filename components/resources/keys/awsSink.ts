import * as pulumi from "@pulumi/pulumi";
import { defaults } from "../../args/defaults";
import type { AwsSink } from "../../args/sinks";
import { childNames } from "../../plan/childNames";
import type { Children } from "../children";
import { BareResource, type Plugin } from "./bareResource";
import { holderOptions, type KeptAt, type Sink, type SlotKey } from "./sink";

/** One secret with a version for each key: a deleted secret's name would not be free for the next key. */
export class AwsSecrets implements Sink {
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
