import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { IncompleteList } from "../incomplete";
import type { OpenCall } from "../programNotes";
import { originUrn } from "../inside/notes";
import { answers, type GivenValues } from "../project/values";
import { UNKNOWN, type WireObject } from "../wire/wireValue";
import { getIamPolicy } from "./getIamPolicy";
import { knownResults } from "./knownResults";

/** What a function is answered from. */
export interface InvokeContext {
  /** What its provider is configured with. */
  provider: WireObject;
  programDirectory: string;
  env: NodeJS.ProcessEnv;
  values: GivenValues;
  incomplete: IncompleteList;
  /** Called with a function that is not answered in full. */
  onOpen: (call: OpenCall) => void;
}

/** Functions that can be answered exactly with nothing but their arguments. */
const exact: Readonly<Record<string, (args: WireObject) => WireObject | Error>> = {
  "gcp:organizations/getIAMPolicy:getIAMPolicy": getIamPolicy,
};

/**
 * Answers a provider's function from its arguments, its provider's settings and the values given for it.
 *
 * What these do not tell is named as incomplete; each property that the function is known to return is unknown then.
 */
export function answerInvoke(token: string, args: WireObject, context: InvokeContext): WireObject | Error {
  const { provider, env, values, incomplete } = context;
  const answer = exact[token]?.(args);
  if (answer !== undefined) return answer;
  const given = values.functions.find((result) => answers(result, token, args))?.result;
  const known: WireObject = { ...knownResults(token, args, provider, env), ...given };
  const names = resultNames(token, context.programDirectory);
  // `id` stands in where no declaration is found: one unknown part makes the whole unknown to an apply. A result that
  // is given leaves no more unknown than its declaration tells.
  const unknown = [...(given === undefined ? ["id"] : []), ...names].filter(
    (name) => known[name] === undefined,
  );
  if (unknown.length > 0) {
    context.onOpen({ token, args, unknown: names.filter((name) => known[name] === undefined) });
    incomplete.add(
      `function ${token}`,
      "a provider would have to be asked, so its result counts as unknown",
      `${originUrn}function::${token}`,
    );
  }
  return { ...Object.fromEntries(unknown.map((name) => [name, UNKNOWN])), ...known };
}

/**
 * The properties of a provider function's result, as the program's own SDK declares them; empty when it has none.
 *
 * The protocol has no sign for a result that is unknown as a whole: what is not named would read as absent.
 *
 * @param token such as `gcp:organizations/getProject:getProject`
 * @param programDirectory where the SDK is looked up
 */
function resultNames(token: string, programDirectory: string): string[] {
  const [pkg, path, name] = token.split(":");
  // Names only, so that a token cannot lead out of the SDK's directory.
  if (!pkg || !path || !name || !/^[\w-]+(\/\w+)?$/.test(path) || !/^[\w-]+$/.test(pkg)) return [];
  try {
    const manifest = createRequire(join(programDirectory, "package.json")).resolve(
      `@pulumi/${pkg}/package.json`,
    );
    const file = join(dirname(manifest), `${path.replace(/^index\//, "")}.d.ts`);
    return declaredNames(readFileSync(file, "utf8"), `${name.charAt(0).toUpperCase()}${name.slice(1)}Result`);
  } catch {
    return [];
  }
}

/** The readonly properties of an interface, as Pulumi's generated SDKs write them: one to a line. */
function declaredNames(source: string, interfaceName: string): string[] {
  const start = source.indexOf(`export interface ${interfaceName} {`);
  if (start < 0) return [];
  const body = source.slice(start, source.indexOf("\n}", start));
  return [...body.matchAll(/^ {4}readonly (\w+)\??:/gm)].map(([, name]) => name ?? "");
}
