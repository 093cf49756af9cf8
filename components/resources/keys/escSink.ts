import * as pulumi from "@pulumi/pulumi";
import { slotPart } from "../../plan/parts";
import type { EscSinkArgs } from "../../sinkArgs";
import type { Children } from "../children";
import { BareResource } from "./bareResource";
import type { Sink, SlotKey } from "./sink";

/** An environment for each key in Pulumi ESC. */
export class EscSink implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: EscSinkArgs,
  ) {}

  keep({ slot, json, protect }: SlotKey): pulumi.Output<string> {
    const { organization, project = "default", pluginVersion = "1.3.0" } = this.args;
    const name = pulumi.interpolate`${this.args.name ?? "segment-bigquery-key"}-${slot}`;
    const part = slotPart(slot, "esc-environment");
    new BareResource(
      "pulumiservice:index:Environment",
      this.children.nameOf(part),
      { organization, project, name, yaml: pulumi.secret(json.apply(definition)) },
      { version: pluginVersion },
      this.children.options(part, { protect: protect ? true : undefined, additionalSecretOutputs: ["yaml"] }),
    );
    return pulumi.interpolate`segment.credentials of Pulumi ESC environment ${organization}/${project}/${name}`;
  }
}

/** The environment's definition: JSON, which YAML takes as it is. */
function definition(credentials: string): pulumi.asset.Asset {
  return new pulumi.asset.StringAsset(
    JSON.stringify({ values: { segment: { credentials: { "fn::secret": credentials } } } }),
  );
}
