import * as pulumi from "@pulumi/pulumi";
import { defaults } from "../../args/defaults";
import type { AzureSink } from "../../args/sinks";
import type { Children } from "../children";
import { BareResource } from "./bareResource";
import { holderOptions, type KeptAt, type Sink, type SlotKey } from "./sink";

/** A secret for each key in an Azure Key Vault. */
export class AzureSecrets implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: AzureSink,
  ) {}

  keep(key: SlotKey): KeptAt {
    const {
      resourceGroupName,
      vaultName,
      name = defaults.azure.name,
      pluginVersion = defaults.azure.pluginVersion,
    } = this.args;
    const secretName = pulumi.interpolate`${name}-${key.slot}`;
    const made = new BareResource(
      "azure-native:keyvault:Secret",
      this.children.nameOf(key.childName),
      {
        resourceGroupName,
        vaultName,
        secretName,
        properties: { value: key.json, contentType: "application/json" },
      },
      { version: pluginVersion },
      this.children.options(key.childName, {
        ...holderOptions(key, "properties", ["properties"]),
        // Deleted, its name stays taken until it is purged, and the slot's next key could not be kept.
        retainOnDelete: true,
      }),
    );
    return { place: pulumi.interpolate`secret ${secretName} of Azure Key Vault ${vaultName}`, id: made.id };
  }
}
