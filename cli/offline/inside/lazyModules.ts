/** What a file of the SDK loads at its start and a preview rarely needs, by file. */
export const seams: Readonly<Record<string, readonly string[]>> = {
  // Functions are turned into text for dynamic providers and the like; this asks V8 to keep a record for it.
  "runtime/closure/v8.js": ["./v8Hooks"],
  "runtime/closure/codePaths.js": ["@npmcli/arborist"],
  "runtime/closure/parseFunction.js": ["../../typescript-shim"],
  "provider/experimental/analyzer.js": ["../../typescript-shim"],
  "cmd/run/tracing.js": [
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace-base",
    "@opentelemetry/exporter-zipkin",
    "@opentelemetry/instrumentation-grpc",
    "@opentelemetry/sdk-trace-node",
    "@opentelemetry/instrumentation",
  ],
};

/**
 * Has the SDK load those modules when they are first used.
 *
 * They take half of a host's time. A file that asks for something else, as another version of the SDK may, gets it as
 * ever. Runs inside a host's process, handed over as text.
 */
export function lazyModules(
  require: NodeJS.Require,
  settings: { sdk: string; seams: Readonly<Record<string, readonly string[]>> },
): void {
  type Load = (request: string, parent: { filename?: string } | undefined, isMain: boolean) => object;
  const loader = require("node:module") as unknown as { _load: Load };
  const { sep } = require("node:path") as typeof import("node:path");
  const load = loader._load;

  const lazy = (real: () => object): object => {
    let loaded: object | undefined;
    const module = (): object => (loaded ??= real());
    return new Proxy(
      {},
      {
        get(_target, key) {
          // Said of every module, so that none is copied name by name.
          if (key === "__esModule") return true;
          const all = module() as Record<PropertyKey, unknown>;
          return key === "default" && all.__esModule !== true ? all : all[key];
        },
        has: (_target, key) => key in module(),
        ownKeys: () => Reflect.ownKeys(module()),
        getOwnPropertyDescriptor: (_target, key) => {
          const own = Reflect.getOwnPropertyDescriptor(module(), key);
          return own && { ...own, configurable: true };
        },
      },
    );
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

  loader._load = function (this: unknown, request, parent, isMain) {
    const file = parent?.filename ?? "";
    const inSdk = file.startsWith(settings.sdk + sep) ? file.slice(settings.sdk.length + 1) : "";
    const own = (): object => load.call(this, request, parent, isMain);
    if (settings.seams[inSdk.replaceAll(sep, "/")]?.includes(request) !== true) return own();
    return lazy(() => (request === "./v8Hooks" ? withScriptUrls(own()) : own()));
  };

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
