import * as pulumi from "@pulumi/pulumi";
import { slotPart } from "../../plan/parts";
import type { VaultSinkArgs } from "../../sinkArgs";
import type { Children } from "../children";
import { BareResource } from "./bareResource";
import type { Sink, SlotKey } from "./sink";

/** A secret for each key in HashiCorp Vault. */
export class VaultSink implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: VaultSinkArgs,
  ) {}

  keep({ slot, json, protect }: SlotKey): pulumi.Output<string> {
    const { mount, path = "segment-bigquery-key", namespace, pluginVersion = "7.8.0" } = this.args;
    const name = pulumi.interpolate`${path}-${slot}`;
    const part = slotPart(slot, "vault-secret");
    new BareResource(
      "vault:kv/secretV2:SecretV2",
      this.children.nameOf(part),
      { mount, name, namespace, dataJson: json.apply((credentials) => JSON.stringify({ credentials })) },
      { version: pluginVersion },
      this.children.options(part, {
        protect: protect ? true : undefined,
        additionalSecretOutputs: ["data", "dataJson"],
      }),
    );
    return pulumi.interpolate`field credentials of Vault secret ${mount}/${name}`;
  }
}
