import { defaults } from "../../args/defaults";
import * as pulumi from "@pulumi/pulumi";
import type { VaultSink } from "../../args/sinks";
import { slotChild } from "../../plan/parts";
import type { Children } from "../children";
import { BareResource, type Sink, type SlotKey } from "./bareResource";

/** A secret for each key in HashiCorp Vault. */
export class VaultSecrets implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: VaultSink,
  ) {}

  keep({ slot, json, protect }: SlotKey): pulumi.Output<string> {
    const {
      mount,
      path = defaults.vault.path,
      namespace,
      pluginVersion = defaults.vault.pluginVersion,
    } = this.args;
    const name = pulumi.interpolate`${path}-${slot}`;
    const childName = slotChild(slot, "vault-secret");
    new BareResource(
      "vault:kv/secretV2:SecretV2",
      this.children.nameOf(childName),
      { mount, name, namespace, dataJson: json.apply((credentials) => JSON.stringify({ credentials })) },
      { version: pluginVersion },
      this.children.options(childName, {
        protect: protect ? true : undefined,
        additionalSecretOutputs: ["data", "dataJson"],
      }),
    );
    return pulumi.interpolate`field credentials of Vault secret ${mount}/${name}`;
  }
}
