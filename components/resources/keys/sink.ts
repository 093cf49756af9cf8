import * as pulumi from "@pulumi/pulumi";
import type { KeySlot } from "../../args/enums";

/** A key's JSON on its way to a secrets manager. */
export interface SlotKey {
  readonly slot: KeySlot;
  /** The name of the child that holds it. */
  readonly childName: string;
  /** The JSON key file, always a secret output. */
  readonly json: pulumi.Output<string>;
  /** Whether Pulumi is to refuse to delete what holds it. */
  readonly protect: boolean;
  /** Whether the key is replaced for an incident, and its JSON with it. In any other case the JSON stays as it is. */
  readonly replaced: boolean;
}

/** Where a key is kept. */
export interface KeptAt {
  /** In words, without any of the key. */
  readonly place: pulumi.Output<string>;
  /** Known in a preview where it exists already. */
  readonly id: pulumi.Output<string>;
  /** The JSON that is kept there. */
  readonly json?: pulumi.Output<string>;
}

/**
 * A secrets manager that keeps keys.
 *
 * To add one: say in `sinks.ts` which resource keeps a key, by its type token (`BareResource`); its name is in
 * `plan/keys.ts`, its arguments are in `args/sinks.ts`. What needs no code is `OtherSink`.
 */
export interface Sink {
  /** Keeps one key so that the other slot's is not touched. */
  keep(key: SlotKey): KeptAt;
}

/** Options of what holds a key's JSON, in the properties named. */
export function holderOptions({ protect, replaced }: SlotKey, json: string, secretOutputs?: string[]) {
  return {
    protect: protect ? true : undefined,
    ...(replaced ? {} : { ignoreChanges: [json] }),
    ...(secretOutputs === undefined ? {} : { additionalSecretOutputs: secretOutputs }),
  };
}

/** Which plugin manages a resource. */
export interface Plugin {
  readonly version: string;
  readonly downloadUrl?: string;
}

/**
 * A resource by its type token alone.
 *
 * No SDK is loaded for it: the component also runs where no optional npm package can be installed, as a plugin for
 * another language.
 */
export class BareResource extends pulumi.CustomResource {
  /** The resource's outputs that are asked for. */
  readonly outputs: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(
    type: string,
    name: string,
    inputs: Readonly<Record<string, unknown>>,
    { version, downloadUrl }: Plugin,
    options: pulumi.CustomResourceOptions,
    outputs: readonly string[] = [],
  ) {
    const properties: Record<string, unknown> = { ...inputs };
    for (const output of outputs) properties[output] ??= undefined;
    super(type, name, properties, { ...options, version, pluginDownloadURL: downloadUrl });
    const made = this as unknown as Record<string, pulumi.Output<string>>;
    this.outputs = Object.fromEntries(
      outputs.map((output) => [output, made[output] as pulumi.Output<string>]),
    );
  }
}
