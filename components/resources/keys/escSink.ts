import { defaults } from "../../args/defaults";
import * as pulumi from "@pulumi/pulumi";
import type { EscSink } from "../../args/sinks";
import { slotChild } from "../../plan/parts";
import type { Children } from "../children";
import { BareResource, type Sink, type SlotKey } from "./bareResource";

/** An environment for each key in Pulumi ESC. */
export class EscEnvironments implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: EscSink,
  ) {}

  keep({ slot, json, protect }: SlotKey): pulumi.Output<string> {
    const {
      organization,
      project = defaults.esc.project,
      pluginVersion = defaults.esc.pluginVersion,
    } = this.args;
    const name = pulumi.interpolate`${this.args.name ?? defaults.esc.name}-${slot}`;
    const childName = slotChild(slot, "esc-environment");
    new BareResource(
      "pulumiservice:index:Environment",
      this.children.nameOf(childName),
      { organization, project, name, yaml: pulumi.secret(json.apply(definition)) },
      { version: pluginVersion },
      this.children.options(childName, {
        protect: protect ? true : undefined,
        additionalSecretOutputs: ["yaml"],
      }),
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
