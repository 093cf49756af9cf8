/** What a file of the SDK loads at its start and a preview rarely needs, by file: loaded when it is first used. */
export const seams: Readonly<Record<string, readonly string[]>> = {
  // Functions are turned into text for dynamic providers and the like; this asks V8 to keep a record for it.
  "runtime/closure/v8.js": ["./v8Hooks"],
  "runtime/closure/codePaths.js": ["@npmcli/arborist", "normalize-package-data", "fdir"],
  "runtime/closure/parseFunction.js": ["../../typescript-shim"],
  "provider/experimental/analyzer.js": ["../../typescript-shim"],
  "index.js": ["./automation", "./provider"],
  "runtime/manifest.js": ["js-yaml"],
  "runtime/rpc.js": ["semver"],
  "runtime/closure/serializeClosure.js": ["./createClosure"],
  "cmd/run/run.js": ["ini", "semver"],
  "cmd/run/tracing.js": [
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace-base",
    "@opentelemetry/exporter-zipkin",
    "@opentelemetry/instrumentation-grpc",
    "@opentelemetry/sdk-trace-node",
    "@opentelemetry/instrumentation",
  ],
};

/** What a host waits for before it starts, though only those modules use it that load it themselves. */
export const awaited: Readonly<Record<string, string>> = {
  "cmd/run/index.js": "../../runtime/closure/v8Hooks",
  "cmd/run-policy-pack/index.js": "../../runtime/closure/v8Hooks",
};

/**
 * Has the SDK load those modules when they are first used.
 *
 * They take half of a host's time. A file that asks for something else, as another version of the SDK may, gets it as
 * ever. Runs inside a host's process, handed over as text.
 */
export function lazyModules(
  require: NodeJS.Require,
  settings: {
    sdk: string;
    seams: Readonly<Record<string, readonly string[]>>;
    awaited: Readonly<Record<string, string>>;
  },
): void {
  type Load = (request: string, parent: { filename?: string } | undefined, isMain: boolean) => object;
  const loader = require("node:module") as unknown as { _load: Load };
  const { createRequire } = require("node:module") as typeof import("node:module");
  const { sep } = require("node:path") as typeof import("node:path");
  const { fileURLToPath } = require("node:url") as typeof import("node:url");
  const load = loader._load;

  const inDependencies = /[\\/]node_modules[\\/]/;

  /** @param parts whether the file that asks takes the module apart, and uses its functions and classes later */
  const lazy = (real: () => object, parts: boolean): object => {
    let loaded: object | undefined;
    const module = (): object => (loaded ??= real());
    // Bound, so that it can be called and constructed, and has no properties that a proxy would have to keep.
    return new Proxy(function () {}.bind(undefined), {
      get(_target, key) {
        // Said of every module, so that none is copied name by name.
        if (key === "__esModule") return true;
        const part = (): unknown => (module() as Record<PropertyKey, unknown>)[key];
        if (key === "default") return part() ?? module();
        return parts ? lazy(() => part() as object, false) : part();
      },
      apply: (_target, self, args: unknown[]) =>
        Reflect.apply(module() as () => unknown, self, args) as unknown,
      construct: (_target, args: unknown[]) =>
        Reflect.construct(module() as new () => object, args) as object,
      has: (_target, key) => key in module(),
      ownKeys: () => Reflect.ownKeys(module()),
      getOwnPropertyDescriptor: (_target, key) => {
        const own = Reflect.getOwnPropertyDescriptor(module(), key);
        return own && { ...own, configurable: true };
      },
    });
  };

  /** Scripts that were there before: the SDK's own record begins when it is first asked. */
  const withScriptUrls = (hooks: object): object => {
    const { Session } = require("node:inspector") as typeof import("node:inspector");
    const urls = new Map<string, string>();
    const session = new Session();
    session.connect();
    session.on("Debugger.scriptParsed", ({ params }) => urls.set(params.scriptId, params.url));
    session.post("Debugger.enable");
    const { getScriptUrl } = hooks as { getScriptUrl: (id: string) => string | undefined };
    return { ...hooks, getScriptUrl: (id: string) => getScriptUrl(id) ?? urls.get(id) };
  };

  /** The trace of every resource leads through the SDK, whose source maps take longer to read than the SDK itself. */
  type SourceMapSupport = { install(options: { retrieveSourceMap: (file: string) => object | null }): void };
  const leaveDependencies = (support: SourceMapSupport): object => {
    const map = { version: 3, sources: [], names: [], mappings: "" };
    support.install({
      retrieveSourceMap: (file) => (inDependencies.test(file) ? { url: file, map } : null),
    });
    return support;
  };

  loader._load = function (this: unknown, request, parent, isMain) {
    const file = parent?.filename ?? "";
    const inSdk = file.startsWith(settings.sdk + sep) ? file.slice(settings.sdk.length + 1) : "";
    const own = (): object => load.call(this, request, parent, isMain);
    const asking = inSdk.replaceAll(sep, "/");
    if (settings.awaited[asking] === request) return { isInitializedAsync: () => Promise.resolve() };
    if (request === "source-map-support/register" && inSdk !== "") {
      own();
      return leaveDependencies(createRequire(file)("source-map-support") as SourceMapSupport);
    }
    if (settings.seams[asking]?.includes(request) !== true) return own();
    const real = (): object => (request === "./v8Hooks" ? withScriptUrls(own()) : own());
    return lazy(real, asking === "cmd/run/tracing.js");
  };

  // The trace of every resource is sent along, of which the preview reads the program's own frames.
  // The SDK's own reader knows neither the URLs of ES modules nor frames outside of functions.
  type Callsite = { file: string; line: number; column: number } | Record<string, never>;
  const { Resource } = require(`${settings.sdk}/resource`) as { Resource: { callsites?: () => Callsite[] } };
  const callsites = (): Callsite[] => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = Infinity;
    const { stack = "" } = new Error();
    Error.stackTraceLimit = limit;
    return stack.split("\n").flatMap((text): Callsite[] => {
      if (!/^\s*at /.test(text)) return [];
      const [, at = "", line, column] =
        /^\s*at [^(]* \((.*):(\d+):(\d+)\)$/.exec(text) ??
        /^\s*at (?:async )?(.*):(\d+):(\d+)$/.exec(text) ??
        [];
      if (at === "" || /^(?:node|data):/.test(at) || inDependencies.test(at)) return [{}];
      const file = at.startsWith("file:") ? fileURLToPath(at) : at;
      return [{ file, line: Number(line), column: Number(column) }];
    });
  };
  if (Resource.callsites !== undefined) Resource.callsites = callsites;

  // The stack of every promise is kept, through source maps, for a report of those that never end.
  if (!process.env["PULUMI_DEBUG_PROMISE_LEAKS"]) {
    const debuggable = require(`${settings.sdk}/runtime/debuggable`) as {
      debuggablePromise?: (...args: unknown[]) => unknown;
    };
    const keep = debuggable.debuggablePromise;
    if (keep === undefined) return;
    debuggable.debuggablePromise = (...args) => {
      const limit = Error.stackTraceLimit;
      Error.stackTraceLimit = 0;
      try {
        return keep(...args);
      } finally {
        Error.stackTraceLimit = limit;
      }
    };
  }
}
