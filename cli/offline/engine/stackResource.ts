import type { WireObject } from "../wire/wireValue";

/** Options of a resource that a policy pack is shown. */
export interface ResourceOptions {
  protect: boolean;
  ignoreChanges: string[];
  deleteBeforeReplace?: boolean;
  additionalSecretOutputs: string[];
  /** URNs only: names and parents of aliases mean nothing before there is a state. */
  aliases: string[];
  /** In seconds; 0 where none is set. */
  customTimeouts: { create: number; update: number; delete: number };
}

/** A position in one of the program's files, as far as the loader of the program maps what it compiles. */
export interface Frame {
  /** An absolute path. */
  file: string;
  line: number;
  column: number;
}

/** A resource as the preview holds it. */
export interface StackResource {
  urn: string;
  type: string;
  name: string;
  parent?: string;
  /** Managed by a provider, as opposed to a component. */
  custom: boolean;
  /** Only looked up, not part of the stack. */
  read: boolean;
  /** Built by a plugin that does not run offline. */
  remote: boolean;
  /** URN of the provider. */
  provider?: string;
  inputs: WireObject;
  outputs: WireObject;
  id?: string;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  /** Of properties with an unknown value that no resource brings: where it comes from. */
  origins?: Record<string, string[]>;
  options: ResourceOptions;
  /** Where the program was when it declared it. */
  frames?: Frame[];
}

export const noOptions: ResourceOptions = {
  protect: false,
  ignoreChanges: [],
  additionalSecretOutputs: [],
  aliases: [],
  customTimeouts: { create: 0, update: 0, delete: 0 },
};
