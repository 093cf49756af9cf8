import { readFileSync } from "node:fs";
import { join } from "node:path";
import { awaited, seams } from "../../../../cli/offline/inside/lazyModules";

/** What this preview changes inside a host, by file of the SDK. */
const changed: Readonly<Record<string, readonly string[]>> = {
  "resource.js": ["static callsites() {"],
  "runtime/debuggable.js": ["exports.debuggablePromise = debuggablePromise"],
  "runtime/invoke.js": [
    ...["exports.invoke = invoke", "exports.invokeSingle = invokeSingle"],
    ...["exports.invokeOutput = invokeOutput", "exports.invokeSingleOutput = invokeSingleOutput"],
  ],
  "runtime/rpc.js": [
    ...["exports.serializeResourceProperties = ", "exports.serializeProperties = "],
    "exports.serializePropertiesReturnDeps = ",
  ],
  "runtime/stack.js": ["exports.runInPulumiStack = runInPulumiStack"],
  "output.js": ["exports.output = output", "exports.all = all", "exports.unknown = "],
  "stackReference.js": ["async readOutputValue("],
  "cmd/run/index.js": ['require("source-map-support/register")'],
  "cmd/run-policy-pack/index.js": ['require("source-map-support/register")'],
};

/** A piece of the SDK's source that this preview counts on. */
export interface Seam {
  readonly file: string;
  readonly text: string;
  readonly isThere: boolean;
}

/** Everything in an SDK that this preview loads lazily or changes. */
export function seamsOf(sdk: string): Seam[] {
  const requests = [
    ...Object.entries(seams),
    ...Object.entries(awaited).map(([file, one]) => [file, [one]] as const),
  ];
  const texts = requests.map(([file, names]) => [file, names.map((name) => `require("${name}")`)] as const);
  return [...texts, ...Object.entries(changed)].flatMap(([file, wanted]) => {
    const source = readFileSync(join(sdk, file), "utf8");
    return wanted.map((text) => ({ file, text, isThere: source.includes(text) }));
  });
}
