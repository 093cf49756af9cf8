import type { Sinks } from "../../args/sinks";
import type { Children } from "../children";
import { AwsSecrets } from "./awsSink";
import { AzureSecrets } from "./azureSink";
import { EscEnvironments } from "./escSink";
import { OtherSecrets } from "./otherSink";
import type { Sink } from "./bareResource";
import { VaultSecrets } from "./vaultSink";

/** The secrets managers asked for, beside Google's. */
export function makeSinks(children: Children, { aws, azure, vault, esc, others = [] }: Sinks): Sink[] {
  return [
    ...(aws ? [new AwsSecrets(children, aws)] : []),
    ...(azure ? [new AzureSecrets(children, azure)] : []),
    ...(vault ? [new VaultSecrets(children, vault)] : []),
    ...(esc ? [new EscEnvironments(children, esc)] : []),
    ...others.map((other) => new OtherSecrets(children, other)),
  ];
}
