import type { Sinks } from "../../args/sinks";
import type { Holder } from "../../plan/keys";
import type { Children } from "../children";
import { AwsSecrets } from "./awsSink";
import { AzureSecrets } from "./azureSink";
import { EscEnvironments } from "./escSink";
import { OtherSecrets } from "./otherSink";
import type { Sink } from "./sink";
import { VaultSecrets } from "./vaultSink";

/** A secrets manager that the arguments ask for, next to Google's. */
export function makeSink(children: Children, { kind, what }: Holder, sinks: Sinks): Sink | undefined {
  const other = (sinks.others ?? []).find(({ name }) => name === what);
  if (kind === "aws" && sinks.aws) return new AwsSecrets(children, sinks.aws);
  if (kind === "azure" && sinks.azure) return new AzureSecrets(children, sinks.azure);
  if (kind === "vault" && sinks.vault) return new VaultSecrets(children, sinks.vault);
  if (kind === "esc" && sinks.esc) return new EscEnvironments(children, sinks.esc);
  return kind === "other" && other ? new OtherSecrets(children, other) : undefined;
}
