import * as pulumi from "@pulumi/pulumi";
import { parts, slotPart } from "../../plan/parts";
import type { AwsSinkArgs } from "../../sinkArgs";
import type { Children } from "../children";
import { BareResource, type Plugin } from "./bareResource";
import type { Sink, SlotKey } from "./sink";

/** One secret with a version for each key: a deleted secret's name would not be free for the next key. */
export class AwsSink implements Sink {
  private readonly plugin: Plugin;
  private readonly secret: BareResource;
  private readonly name: pulumi.Input<string>;

  constructor(
    private readonly children: Children,
    private readonly args: AwsSinkArgs,
  ) {
    this.plugin = { version: args.pluginVersion ?? "7.48.0" };
    this.name = args.name ?? "segment-bigquery-key";
    this.secret = new BareResource(
      "aws:secretsmanager/secret:Secret",
      children.nameOf(parts.awsSecret),
      {
        name: this.name,
        region: args.region,
        description: "Key of Twilio Segment's service account for BigQuery. Managed by Pulumi.",
        kmsKeyId: args.kmsKeyId,
        tags: args.tags,
      },
      this.plugin,
      children.options(parts.awsSecret),
    );
  }

  keep({ slot, json, protect }: SlotKey): pulumi.Output<string> {
    const part = slotPart(slot, "aws-version");
    const version = new BareResource(
      "aws:secretsmanager/secretVersion:SecretVersion",
      this.children.nameOf(part),
      { secretId: this.secret.id, region: this.args.region, secretString: json },
      this.plugin,
      this.children.options(part, {
        protect: protect ? true : undefined,
        additionalSecretOutputs: ["secretString"],
      }),
      ["versionId"],
    );
    return pulumi.interpolate`version ${version.outputs.versionId} of AWS secret ${this.name}`;
  }
}
