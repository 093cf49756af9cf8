import type { SinksArgs } from "../../sinkArgs";
import type { Children } from "../children";
import { AwsSink } from "./awsSink";
import { AzureSink } from "./azureSink";
import { EscSink } from "./escSink";
import { OtherSink } from "./otherSink";
import type { Sink } from "./sink";
import { VaultSink } from "./vaultSink";

/** The secrets managers asked for, beside Google's. */
export function makeSinks(children: Children, { aws, azure, vault, esc, others = [] }: SinksArgs): Sink[] {
  return [
    ...(aws ? [new AwsSink(children, aws)] : []),
    ...(azure ? [new AzureSink(children, azure)] : []),
    ...(vault ? [new VaultSink(children, vault)] : []),
    ...(esc ? [new EscSink(children, esc)] : []),
    ...others.map((other) => new OtherSink(children, other)),
  ];
}
