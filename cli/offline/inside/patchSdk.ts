import type { Origin } from "./notes";
import type { Functions, Output, OutputModule, StackReference } from "./sdk";
import type { Unknowns, UnknownSettings } from "./unknowns";

/**
 * Has the SDK hand out what nobody knows offline as unknown: settings, results of functions, outputs of other stacks.
 *
 * Runs inside the program's process, before the SDK starts; handed over as text, so it may use nothing from around it.
 */
export function patchSdk(require: NodeJS.Require, settings: UnknownSettings, unknowns: Unknowns): void {
  const { unknownKeys, sign, sdk } = settings;
  const { tell, refuse, dependencyOn, outputFrom, guarded, knownInPart, settled } = unknowns;
  const module = <T>(name: string): T => require(`${sdk}/${name}`) as T;
  const outputs = module<OutputModule>("output");
  const { Output, unknown, isUnknown } = outputs;

  const settleArgs = (functions: Functions, names: readonly string[]): void => {
    for (const name of names) {
      const own = functions[name];
      if (own) functions[name] = (...args) => own(...args.map((arg) => settled(arg)));
    }
  };

  /** A function whose arguments are unknown is not called, and has no result at all. */
  const resultOf = (value: unknown, origin: Origin): unknown => {
    const none = typeof value === "object" && value !== null && Object.keys(value).length === 0;
    if (!none) return guarded(value, origin);
    return new Proxy(value, {
      get(target, key, receiver) {
        if (typeof key === "symbol" || key === "then") return Reflect.get(target, key, receiver) as unknown;
        throw refuse({ ...origin, property: key } as Origin);
      },
    });
  };

  const patchConfig = (): void => {
    const { getConfig } = module<{ getConfig: (key: string) => string | undefined }>("runtime/config");
    const { Config } = module<{ Config: { prototype: Functions } }>("config");
    const marked = (text: string): unknown =>
      text === sign
        ? unknown
        : (JSON.parse(text, (_key, part: unknown) => (part === sign ? unknown : part)) as unknown);
    for (const verb of ["get", "require"]) {
      for (const secret of ["", "Secret"]) {
        for (const type of ["", "Boolean", "Number", "Object"]) {
          const name = `${verb}${secret}${type}`;
          const own = Config.prototype[name];
          if (!own) continue;
          Config.prototype[name] = function (this: { name: string }, key: unknown, ...rest: unknown[]) {
            const full = `${this.name}:${String(key)}`;
            const origin: Origin = { kind: "setting", key: full };
            const text = getConfig(full);
            if (text !== undefined && unknownKeys.includes(full)) {
              const value = type === "Object" ? marked(text) : unknown;
              if (secret === "") return guarded(value, origin);
              return knownInPart(outputFrom(dependencyOn(origin), value, true), origin);
            }
            if (text === undefined && settings.openEnvironment) {
              if (verb === "require" && secret === "") throw refuse(origin);
              tell({ note: "unset", key: full });
              if (verb === "require") return outputFrom(dependencyOn(origin), unknown, true);
            }
            return own.call(this, key, ...rest);
          };
        }
      }
    }
  };

  const patchInvokes = (): void => {
    const functions = module<Functions>("runtime/invoke");
    for (const name of ["invoke", "invokeSingle"]) {
      const own = functions[name];
      if (!own) continue;
      functions[name] = async (token, ...rest) => {
        const origin: Origin = { kind: "function", token: String(token) };
        return resultOf(await own(token, ...rest), origin);
      };
    }
    for (const name of ["invokeOutput", "invokeSingleOutput"]) {
      const own = functions[name];
      if (!own) continue;
      functions[name] = (token, ...rest) =>
        knownInPart(own(token, ...rest) as Output, { kind: "function", token: String(token) });
    }
  };

  const originOf = (reference: StackReference, output: unknown): Origin => ({
    kind: "output",
    reference: reference.__name ?? "",
    output: String(output),
  });

  /** A reference's outputs as a whole: reading one of them by name tells which. */
  const outputsView = (reference: StackReference): Output => {
    const view = (value: unknown): unknown =>
      new Proxy(value as Record<string, unknown>, {
        get(target, key, receiver) {
          if (typeof key === "symbol") return Reflect.get(target, key, receiver) as unknown;
          const origin = originOf(reference, key);
          tell({ note: "read", origin });
          if (Object.hasOwn(target, key)) return guarded(target[key], origin);
          const member: unknown = Reflect.get(target, key, receiver);
          if (typeof member === "function") return member;
          throw refuse(origin);
        },
        ownKeys() {
          throw refuse(originOf(reference, "*"));
        },
      });
    const whole = knownInPart(reference.outputs, originOf(reference, "*"), view);
    return new Proxy(whole, {
      get(target, key, receiver) {
        const own = typeof key === "symbol" || key in target || key === "then" || key.startsWith("__");
        return own || key === "doNotCapture" || key === "deploymentOnlyModule"
          ? (Reflect.get(target, key, receiver) as unknown)
          : reference.getOutput(key);
      },
    });
  };

  const patchStackReferences = (): void => {
    const exported = module<{ StackReference: { prototype: Functions & StackReference } }>("stackReference");
    const { prototype } = exported.StackReference;
    for (const method of ["getOutput", "requireOutput"]) {
      if (!prototype[method]) continue;
      prototype[method] = function (this: StackReference, name: unknown) {
        if (typeof name !== "string") return Output.create(name).apply((text) => this.getOutput(text));
        tell({ note: "read", origin: originOf(this, name) });
        const value = this.outputs.apply((all) => {
          const found =
            !isUnknown(all) && typeof all === "object" && all !== null && Object.hasOwn(all, name);
          return found ? (all as Record<string, unknown>)[name] : unknown;
        }, true);
        const names = this.secretOutputNames.apply((list) => Array.isArray(list) && list.includes(name));
        const secret = Promise.all([names.isKnown, names.promise(), this.outputs.isSecret]).then(
          ([known, listed, whole]) => (known ? listed === true : whole),
        );
        return new Output(
          value.resources(),
          value.promise(true),
          value.isKnown,
          secret,
          value.allResources(),
        );
      };
    }
    const read = prototype.readOutputValue;
    if (read) {
      prototype.readOutputValue = async function (this: StackReference, ...args: unknown[]) {
        const at = unknowns.at();
        if (!(await this.getOutput(args[1]).isKnown)) throw refuse(originOf(this, args[1]), at);
        return read.call(this, ...args);
      };
    }
    exported.StackReference = new Proxy(exported.StackReference, {
      construct(target, args, newTarget) {
        const made = Reflect.construct(target as never, args, newTarget) as StackReference;
        made.outputs = outputsView(made);
        return made;
      },
    });
  };

  const patchOutputs = (): void => {
    const { apply } = Output.prototype;
    Output.prototype.apply = function (this: Output, func, withUnknowns) {
      if (!withUnknowns) unknowns.watch(this, func);
      return apply.call(this, func, withUnknowns);
    };
    settleArgs(outputs as unknown as Functions, [
      ...["output", "all", "interpolate", "concat", "secret", "jsonStringify"],
    ]);
    Output.create = (outputs as unknown as { output: typeof Output.create }).output;
    settleArgs(module<Functions>("runtime/rpc"), [
      ...["serializeResourceProperties", "serializeProperties", "serializePropertiesReturnDeps"],
    ]);
  };

  const patchStack = (): void => {
    const stack = module<{ runInPulumiStack: (init: () => Promise<unknown>) => Promise<unknown> }>(
      "runtime/stack",
    );
    const run = stack.runInPulumiStack;
    stack.runInPulumiStack = (init) =>
      run(async () => {
        try {
          return settled(await init());
        } catch (error) {
          // The program itself stopped, which is no value to settle.
          throw unknowns.isRefusal(error) ? new Error(error.message) : error;
        }
      });
  };

  try {
    patchConfig();
    patchInvokes();
    patchStackReferences();
    patchOutputs();
    patchStack();
  } catch (error) {
    tell({ note: "unchanged", reason: String(error) });
  }
}
