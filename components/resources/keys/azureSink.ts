import { defaults } from "../../args/defaults";
import * as pulumi from "@pulumi/pulumi";
import type { AzureSink } from "../../args/sinks";
import { slotChild } from "../../plan/parts";
import type { Children } from "../children";
import { BareResource, type Sink, type SlotKey } from "./bareResource";

/** A secret for each key in an Azure Key Vault. */
export class AzureSecrets implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: AzureSink,
  ) {}

  keep({ slot, json, protect }: SlotKey): pulumi.Output<string> {
    const {
      resourceGroupName,
      vaultName,
      name = defaults.azure.name,
      pluginVersion = defaults.azure.pluginVersion,
    } = this.args;
    const secretName = pulumi.interpolate`${name}-${slot}`;
    const childName = slotChild(slot, "azure-secret");
    new BareResource(
      "azure-native:keyvault:Secret",
      this.children.nameOf(childName),
      {
        resourceGroupName,
        vaultName,
        secretName,
        properties: { value: json, contentType: "application/json" },
      },
      { version: pluginVersion },
      this.children.options(childName, {
        protect: protect ? true : undefined,
        // Deleted, its name stays taken until it is purged, and the slot's next key could not be kept.
        retainOnDelete: true,
        additionalSecretOutputs: ["properties"],
      }),
    );
    return pulumi.interpolate`secret ${secretName} of Azure Key Vault ${vaultName}`;
  }
}
