import * as pulumi from "@pulumi/pulumi";
import type { OtherSink } from "../../args/sinks";
import { slotChild } from "../../plan/parts";
import type { Children } from "../children";
import { BareResource, type Sink, type SlotKey } from "./bareResource";

/** A resource of any type for each key. */
export class OtherSecrets implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: OtherSink,
  ) {}

  keep({ slot, json, protect }: SlotKey): pulumi.Output<string> {
    const { name, type, properties, keyProperty, pluginVersion, pluginDownloadUrl } = this.args;
    const entries = Object.entries(properties).map(
      ([key, value]) => [key, pulumi.output(value).apply((text) => text.replaceAll("{slot}", slot))] as const,
    );
    const childName = slotChild(slot, name);
    const made = new BareResource(
      type,
      this.children.nameOf(childName),
      { ...Object.fromEntries(entries), [keyProperty]: json },
      { version: pluginVersion, downloadUrl: pluginDownloadUrl },
      this.children.options(childName, {
        protect: protect ? true : undefined,
        additionalSecretOutputs: [keyProperty],
      }),
    );
    return pulumi.interpolate`${name}, ${made.id}`;
  }
}
