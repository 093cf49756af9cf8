import * as pulumi from "@pulumi/pulumi";
import { defaults } from "../../args/defaults";
import type { EscSink } from "../../args/sinks";
import type { Children } from "../children";
import { BareResource } from "./bareResource";
import { holderOptions, type KeptAt, type Sink, type SlotKey } from "./sink";

/** An environment for each key in Pulumi ESC. */
export class EscEnvironments implements Sink {
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
