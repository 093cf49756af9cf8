import type { Doing, Note, Origin } from "./notes";
import type { ProgramPlace } from "./programPlace";
import type { Output, OutputModule } from "./sdk";

/** What the SDK in a program's process is told. */
export interface UnknownSettings {
  /** Directory of the SDK. */
  sdk: string;
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

/** What stands for values that nobody knows offline, inside a program's process. */
export interface Unknowns {
  tell: (note: Note) => void;
  /** The error that stands in the place of a plain value. */
  refuse: (origin: Origin, at?: string) => Error;
  isRefusal: (error: unknown) => error is Error;
  /** What stands for an origin among the dependencies of a value. */
  dependencyOn: (origin: Origin) => object;
  outputFrom: (dependency: object, value: unknown, secret: boolean) => Output;
  /** A view of a value that is known in part: reading an unknown part is refused. */
  guarded: (value: unknown, origin: Origin) => unknown;
  /** An Output whose functions see what is known of it. */
  knownInPart: (inner: Output, origin: Origin, view?: (value: unknown) => unknown) => Output;
  /** The same value, in which refused promises count as unknown. */
  settled: (value: unknown) => unknown;
  /** Tells of a function of the program that does not run, if the value that it is for is unknown. */
  watch: (output: Output, func: (value: unknown) => unknown, known?: Promise<unknown>) => void;
  /** The line of the program that is at work. */
  at: () => string;
}

/**
 * Keeps what nobody knows offline unknown: as an unknown Output where the SDK returns an Output, and as an error where a
 * program wants the plain value. Such an error becomes an unknown again where it ends in an Input.
 *
 * Runs inside the program's process, before the SDK starts; handed over as text, so it may use nothing from around it.
 */
export function unknownsOf(
  require: NodeJS.Require,
  settings: UnknownSettings,
  place: ProgramPlace,
): Unknowns {
  const { writeSync } = require("node:fs") as typeof import("node:fs");
  const module = <T>(name: string): T => require(`${settings.sdk}/${name}`) as T;
  const { Output, unknown, isUnknown, containsUnknowns } = module<OutputModule>("output");
  const { DependencyResource } = module<{ DependencyResource: new (urn: string) => object }>("resource");

  const tell = (note: Note): void => {
    writeSync(settings.notesDescriptor, `${JSON.stringify(note)}\n`);
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

  class Refusal extends Error {
    constructor(
      origin: Origin,
      readonly number: number,
    ) {
      super(`${settings.refusal}${named(origin)}`);
    }
  }
  let refusals = 0;
  const refuse = (origin: Origin, at = place.line()): Refusal => {
    refusals += 1;
    tell({ note: "refused", number: refusals, origin, at });
    return new Refusal(origin, refusals);
  };

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

  /**
   * What a function of the program does besides making a value of a value: it may declare resources itself, have another
   * function do so, or neither.
   */
  const doingOf = (func: (value: unknown) => unknown): Doing => {
    const text = func.toString().replace(/^(?:async\s*)?(?:function\s*)?\*?\s*[\w$]*\s*\(/, "(");
    const harmless = /Error|Date|URL|URLSearchParams|Map|Set|RegExp|Array|Promise|Buffer|Intl/.source;
    if (new RegExp(`\\bnew\\s+(?!(?:\\w*(?:${harmless}))\\b)`).test(text)) return "declares";
    const words =
      /if|for|while|switch|catch|return|typeof|await|function|String|Number|Boolean|BigInt|parseInt|parseFloat|(?:en|de)codeURI(?:Component)?|atob|btoa/;
    return new RegExp(`(?<![.\\w$])(?!(?:${words.source})\\b)[a-zA-Z_$][\\w$]*\\s*\\(`).test(text)
      ? "calls"
      : "computes";
  };

  /** Makes an unknown of a refusal that ended in an Input; any other error stays what it is. */
  const settle = (error: unknown, computes = false): Output => {
    if (!(error instanceof Refusal)) throw error;
    tell({ note: "settled", number: error.number, computes });
    const dependency = new DependencyResource(`${settings.originUrn}refused::${error.number}`);
    return outputFrom(dependency, unknown, false);
  };

  const watch: Unknowns["watch"] = (output, func, known = output.isKnown) => {
    if (!place.isCaller()) return;
    const at = place.line();
    const skipped = async (): Promise<void> => {
      if (await known) return;
      const resources = [...(await output.allResources())] as { urn: Output }[];
      const urns = await Promise.all(resources.map(({ urn }) => urn.promise()));
      tell({ note: "skipped", urns: urns.map(String), at, doing: doingOf(func) });
    };
    // Whatever waits for the value reports its failure.
    skipped().catch(() => undefined);
  };

  const held = new WeakMap<object, unknown>();
  const settled = (value: unknown, around: readonly object[] = []): unknown => {
    if (typeof value !== "object" || value === null || around.includes(value)) return value;
    if (held.has(value)) return held.get(value);
    const path = [...around, value];
    if (value instanceof Promise)
      return value.then((inner) => settled(inner, path)).catch((error: unknown) => settle(error));
    if (Array.isArray(value)) {
      const items = value.map((item) => settled(item, path));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    const entries = Object.entries(value).map(([key, part]) => [key, part, settled(part, path)] as const);
    if (entries.every(([, before, after]) => before === after)) return value;
    return Object.fromEntries(entries.map(([key, , after]) => [key, after]));
  };

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

  const knownInPart: Unknowns["knownInPart"] = (inner, origin, view = (value) => guarded(value, origin)) => {
    const dependency = dependencyOn(origin);
    const all = Promise.all([inner.allResources(), inner.isKnown]).then(([resources, known]) =>
      known || origin.kind === "output" ? resources : new Set([...resources, dependency]),
    );
    const output = new Output(inner.resources(), inner.promise(true), inner.isKnown, inner.isSecret, all);
    output.apply = (func, withUnknowns) => {
      // What the SDK itself does with a value, such as reading a part of it, declares nothing.
      const computes = !place.isCaller() || doingOf(func) === "computes";
      const run = async (value: unknown): Promise<unknown> => {
        if (withUnknowns) return func(value);
        if (isUnknown(value)) return value;
        try {
          return await func(view(value));
        } catch (error) {
          return settle(error, computes);
        }
      };
      if (!withUnknowns) {
        const known = Output.prototype.apply.call(output, (value) => !isUnknown(value), true);
        watch(output, func, known.promise(true));
      }
      return Output.prototype.apply.call(output, run, true);
    };
    return output;
  };

  const isRefusal = (error: unknown): error is Error => error instanceof Refusal;
  const at = (): string => place.line();
  return { tell, refuse, isRefusal, dependencyOn, outputFrom, guarded, knownInPart, settled, watch, at };
}
