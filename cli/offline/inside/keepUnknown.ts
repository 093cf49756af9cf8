import type { Note, Origin } from "./notes";
import type { Functions, Output, OutputModule, StackReference } from "./sdk";

/** What the SDK in a program's process is told. */
export interface KeepUnknownSettings {
  /** Settings whose value is not known, in whole or in part. */
  unknownKeys: readonly string[];
  /** Whether an environment that is not open may set more. */
  openEnvironment: boolean;
  /** The text that stands for an unknown value. */
  sign: string;
  originUrn: string;
  refusal: string;
  notesDescriptor: number;
}

/**
 * Makes the SDK keep what nobody knows offline unknown: as an unknown Output where the SDK returns an Output, and as an
 * error where a program wants the plain value. Such an error becomes an unknown again where it ends in an Input.
 *
 * This runs inside the program's process, before the SDK starts; it is handed over as text, so it may use nothing from
 * around it.
 */
export function keepUnknown(require: NodeJS.Require, settings: KeepUnknownSettings & { sdk: string }): void {
  const { sdk, unknownKeys, sign } = settings;
  const { writeSync } = require("node:fs") as typeof import("node:fs");
  const { findSourceMap } = require("node:module") as typeof import("node:module");
  const path = require("node:path") as typeof import("node:path");
  const module = <T>(name: string): T => require(`${sdk}/${name}`) as T;
  const outputs = module<OutputModule>("output");
  const { Output, unknown, isUnknown, containsUnknowns } = outputs;
  const { DependencyResource } = module<{ DependencyResource: new (urn: string) => object }>("resource");

  const tell = (note: Note): void => {
    writeSync(settings.notesDescriptor, `${JSON.stringify(note)}\n`);
  };

  /** The line of the program that is at work, as its sources have it. */
  const place = (): string => {
    const before = {
      limit: Error.stackTraceLimit,
      prepare: Object.getOwnPropertyDescriptor(Error, "prepareStackTrace"),
    };
    Error.stackTraceLimit = 100;
    const foreign = /^node:|[\\/]node_modules[\\/]|^data:/;
    Error.prepareStackTrace = (_error, sites) => sites;
    const sites = new Error().stack as unknown as NodeJS.CallSite[];
    if (before.prepare) Object.defineProperty(Error, "prepareStackTrace", before.prepare);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
    const mapped = (new Error().stack ?? "").split("\n").slice(-sites.length);
    Error.stackTraceLimit = before.limit;
    const index = sites.findIndex((site) => site.getFileName() && !foreign.test(site.getFileName() ?? ""));
    const site = sites[index];
    if (site === undefined) return "";
    const name = site.getFileName() ?? "";
    // A loader of ES modules leaves a source map with node; the SDK's and ts-node's own ways show in the stack's text.
    const entry = findSourceMap(name)?.findEntry(
      (site.getLineNumber() ?? 1) - 1,
      (site.getColumnNumber() ?? 1) - 1,
    );
    const [, inText, lineInText] =
      /(?:file:\/\/)?([^()\s]+?):(\d+)(?::\d+)?\)?$/.exec(mapped[index] ?? "") ?? [];
    const file = entry && "originalLine" in entry ? name.replace(/^file:\/\//, "") : (inText ?? name);
    const line =
      entry && "originalLine" in entry ? entry.originalLine + 1 : (lineInText ?? site.getLineNumber());
    return `${path.relative(process.cwd(), file) || file}:${line ?? ""}`;
  };

  const named = (origin: Origin): string => {
    switch (origin.kind) {
      case "setting":
        return `setting ${origin.key}`;
      case "output":
        return `output ${origin.output} of stack reference ${origin.reference}`;
      case "function":
        return `${origin.property === undefined ? "the result" : origin.property} of ${origin.token}`;
    }
  };

  /** An error that stands in the place of a plain value. */
  class Refusal extends Error {
    constructor(
      readonly origin: Origin,
      readonly number: number,
    ) {
      super(`${settings.refusal}${named(origin)}`);
    }
  }
  let refusals = 0;
  const refuse = (origin: Origin, at = place()): Refusal => {
    refusals += 1;
    tell({ note: "refused", number: refusals, origin, at });
    return new Refusal(origin, refusals);
  };

  /** What stands for an origin among the dependencies of a value. */
  const dependencyOn = (origin: Origin): object => {
    const name = origin.kind === "setting" ? origin.key : origin.kind === "function" ? origin.token : "";
    return new DependencyResource(`${settings.originUrn}${origin.kind}::${name}`);
  };
  const outputFrom = (dependency: object, value: unknown, secret: boolean): Output => {
    const dependencies = new Set([dependency]);
    const known = Promise.resolve(!containsUnknowns(value));
    const all = Promise.resolve(dependencies);
    return new Output(dependencies, Promise.resolve(value), known, Promise.resolve(secret), all);
  };

  /** Makes an unknown of a refusal that ended in an Input; any other error stays what it is. */
  const settle = (error: unknown): Output => {
    if (!(error instanceof Refusal)) throw error;
    tell({ note: "settled", number: error.number });
    return outputFrom(
      new DependencyResource(`${settings.originUrn}refused::${error.number}`),
      unknown,
      false,
    );
  };
  const held = new WeakMap<object, unknown>();
  /** The same value, in which refused promises count as unknown. */
  const settled = (value: unknown, around: readonly object[] = []): unknown => {
    if (typeof value !== "object" || value === null || around.includes(value)) return value;
    if (held.has(value)) return held.get(value);
    const path = [...around, value];
    if (value instanceof Promise) return value.then((inner) => settled(inner, path)).catch(settle);
    if (Array.isArray(value)) {
      const items = value.map((item) => settled(item, path));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    const entries = Object.entries(value).map(([key, part]) => [key, part, settled(part, path)] as const);
    if (entries.every(([, before, after]) => before === after)) return value;
    return Object.fromEntries(entries.map(([key, , after]) => [key, after]));
  };
  const settleArgs = (functions: Functions, names: readonly string[]): void => {
    for (const name of names) {
      const own = functions[name];
      if (own) functions[name] = (...args) => own(...args.map((arg) => settled(arg)));
    }
  };

  /** A view of a value that is known in part: reading an unknown part is refused. */
  const guarded = (value: unknown, origin: Origin): unknown => {
    if (isUnknown(value)) throw refuse(origin);
    if (typeof value !== "object" || value === null || !containsUnknowns(value)) return value;
    const view = new Proxy(value, {
      get(target, key, receiver) {
        const part: unknown = Reflect.get(target, key, receiver);
        if (typeof key === "symbol" || typeof part === "function") return part;
        const inner =
          origin.kind === "function" && !Array.isArray(target) ? { ...origin, property: key } : origin;
        return guarded(part, inner);
      },
    });
    held.set(view, value);
    return view;
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
              return secret === "" ? guarded(value, origin) : outputFrom(dependencyOn(origin), value, true);
            }
            if (text === undefined && settings.openEnvironment) {
              if (verb === "require") {
                if (secret === "") throw refuse(origin);
                return outputFrom(dependencyOn(origin), unknown, true);
              }
              tell({ note: "unset", key: full });
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
  /** An Output whose functions see what is known of it. */
  const knownInPart = (inner: Output, origin: Origin): Output => {
    const dependency = dependencyOn(origin);
    const all = Promise.all([inner.allResources(), inner.isKnown]).then(([resources, known]) =>
      known ? resources : new Set([...resources, dependency]),
    );
    const output = new Output(inner.resources(), inner.promise(true), inner.isKnown, inner.isSecret, all);
    output.apply = (func, withUnknowns) =>
      Output.prototype.apply.call(
        output,
        async (value: unknown) => {
          if (withUnknowns) return func(value);
          if (isUnknown(value)) return value;
          try {
            return await func(guarded(value, origin));
          } catch (error) {
            return settle(error);
          }
        },
        true,
      );
    return output;
  };

  const patchStackReferences = (): void => {
    const { StackReference } = module<{ StackReference: { prototype: Functions & StackReference } }>(
      "stackReference",
    );
    const { prototype } = StackReference;
    const originOf = (reference: StackReference, output: unknown): Origin => ({
      kind: "output",
      reference: reference.__name ?? "",
      output: String(output),
    });
    for (const method of ["getOutput", "requireOutput"]) {
      const own = prototype[method];
      if (!own) continue;
      prototype[method] = function (this: StackReference, name: unknown) {
        if (typeof name !== "string") return own.call(this, name);
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
    if (!read) return;
    prototype.readOutputValue = async function (this: StackReference, ...args: unknown[]) {
      const at = place();
      if (!(await this.getOutput(args[1]).isKnown)) throw refuse(originOf(this, args[1]), at);
      return read.call(this, ...args);
    };
  };

  try {
    patchConfig();
    patchInvokes();
    patchStackReferences();
    settleArgs(outputs as unknown as Functions, [
      ...["output", "all", "interpolate", "concat", "secret", "jsonStringify"],
    ]);
    Output.create = (outputs as unknown as { output: typeof Output.create }).output;
    settleArgs(module<Functions>("runtime/rpc"), [
      ...["serializeResourceProperties", "serializeProperties", "serializePropertiesReturnDeps"],
    ]);
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
          throw error instanceof Refusal ? new Error(error.message) : error;
        }
      });
  } catch (error) {
    tell({ note: "unchanged", reason: String(error) });
  }
}
