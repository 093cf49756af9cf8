import type * as pulumi from "@pulumi/pulumi";
import type { KeySlot } from "../../enums";

/** A key's JSON on its way to a secrets manager. */
export interface SlotKey {
  readonly slot: KeySlot;
  /** The JSON key file, always a secret output. */
  readonly json: pulumi.Output<string>;
  /** Whether Pulumi is to refuse to delete or replace what holds it. */
  readonly protect: boolean;
}

/**
 * A secrets manager that keeps keys.
 *
 * To add one: implement this in a file of its own, with children that are plain resources by type token
 * (`BareResource`), their names in `plan/parts.ts`, their arguments in `sinkArgs.ts`, and a line in `sinks.ts`. What
 * needs no code is `OtherSinkArgs`.
 */
export interface Sink {
  /** Keeps one key so that the other slot's is not touched, and says where, in words without any of the key. */
  keep(key: SlotKey): pulumi.Output<string>;
}
