import * as pulumi from "@pulumi/pulumi";
import type { OtherSink } from "../../args/sinks";
import type { Children } from "../children";
import { BareResource } from "./bareResource";
import { holderOptions, type KeptAt, type Sink, type SlotKey } from "./sink";

/** A resource of any type for each key. */
export class OtherSecrets implements Sink {
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
