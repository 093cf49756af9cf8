/** As much of @pulumi/pulumi as is touched inside a program's process; its own types are not loaded there. */
export interface Output {
  apply: (func: (value: unknown) => unknown, withUnknowns?: boolean) => Output;
  resources(): Set<unknown>;
  allResources(): Promise<Set<unknown>>;
  promise(withUnknowns?: boolean): Promise<unknown>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
}

export interface OutputModule {
  Output: {
    new (
      resources: Set<unknown>,
      promise: Promise<unknown>,
      isKnown: Promise<boolean>,
      isSecret: Promise<boolean>,
      allResources: Promise<Set<unknown>>,
    ): Output;
    create(value: unknown): Output;
    prototype: Output;
  };
  unknown: unknown;
  isUnknown: (value: unknown) => boolean;
  containsUnknowns: (value: unknown) => boolean;
}

/** Functions of a module, by name. */
export type Functions = Record<string, (...args: unknown[]) => unknown>;

export interface StackReference {
  __name?: string;
  outputs: Output;
  secretOutputNames: Output;
  getOutput(name: unknown): Output;
}
