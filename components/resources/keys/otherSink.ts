import * as pulumi from "@pulumi/pulumi";
import { slotPart } from "../../plan/parts";
import type { OtherSinkArgs } from "../../sinkArgs";
import type { Children } from "../children";
import { BareResource } from "./bareResource";
import type { Sink, SlotKey } from "./sink";

/** A resource of any type for each key. */
export class OtherSink implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: OtherSinkArgs,
  ) {}

  keep({ slot, json, protect }: SlotKey): pulumi.Output<string> {
    const { name, type, properties, keyProperty, pluginVersion, pluginDownloadUrl } = this.args;
    const entries = Object.entries(properties).map(
      ([key, value]) => [key, pulumi.output(value).apply((text) => text.replaceAll("{slot}", slot))] as const,
    );
    const part = slotPart(slot, name);
    const made = new BareResource(
      type,
      this.children.nameOf(part),
      { ...Object.fromEntries(entries), [keyProperty]: json },
      { version: pluginVersion, downloadUrl: pluginDownloadUrl },
      this.children.options(part, {
        protect: protect ? true : undefined,
        additionalSecretOutputs: [keyProperty],
      }),
    );
    return pulumi.interpolate`${name}, ${made.id}`;
  }
}
