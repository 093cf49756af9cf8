import * as pulumi from "@pulumi/pulumi";
import { defaults } from "../../args/defaults";
import type { VaultSink } from "../../args/sinks";
import type { Children } from "../children";
import { BareResource } from "./bareResource";
import { holderOptions, type KeptAt, type Sink, type SlotKey } from "./sink";

/** A secret for each key in HashiCorp Vault. */
export class VaultSecrets implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: VaultSink,
  ) {}

  keep(key: SlotKey): KeptAt {
    const {
      mount,
      path = defaults.vault.path,
      namespace,
      pluginVersion = defaults.vault.pluginVersion,
    } = this.args;
    const name = pulumi.interpolate`${path}-${key.slot}`;
    const dataJson = key.json.apply((credentials) => JSON.stringify({ credentials }));
    const made = new BareResource(
      "vault:kv/secretV2:SecretV2",
      this.children.nameOf(key.childName),
      { mount, name, namespace, dataJson },
      { version: pluginVersion },
      this.children.options(key.childName, holderOptions(key, "dataJson", ["data", "dataJson"])),
    );
    return { place: pulumi.interpolate`field credentials of Vault secret ${mount}/${name}`, id: made.id };
  }
}
