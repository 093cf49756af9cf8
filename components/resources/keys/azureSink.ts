import * as pulumi from "@pulumi/pulumi";
import { slotPart } from "../../plan/parts";
import type { AzureSinkArgs } from "../../sinkArgs";
import type { Children } from "../children";
import { BareResource } from "./bareResource";
import type { Sink, SlotKey } from "./sink";

/** A secret for each key in an Azure Key Vault. */
export class AzureSink implements Sink {
  constructor(
    private readonly children: Children,
    private readonly args: AzureSinkArgs,
  ) {}

  keep({ slot, json, protect }: SlotKey): pulumi.Output<string> {
    const {
      resourceGroupName,
      vaultName,
      name = "segment-bigquery-key",
      pluginVersion = "3.28.0",
    } = this.args;
    const secretName = pulumi.interpolate`${name}-${slot}`;
    const part = slotPart(slot, "azure-secret");
    new BareResource(
      "azure-native:keyvault:Secret",
      this.children.nameOf(part),
      {
        resourceGroupName,
        vaultName,
        secretName,
        properties: { value: json, contentType: "application/json" },
      },
      { version: pluginVersion },
      this.children.options(part, {
        protect: protect ? true : undefined,
        // Deleted, its name stays taken until it is purged, and the slot's next key could not be kept.
        retainOnDelete: true,
        additionalSecretOutputs: ["properties"],
      }),
    );
    return pulumi.interpolate`secret ${secretName} of Azure Key Vault ${vaultName}`;
  }
}
