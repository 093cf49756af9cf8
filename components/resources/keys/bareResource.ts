import * as pulumi from "@pulumi/pulumi";

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
