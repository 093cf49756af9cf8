import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { IncompleteList } from "../incomplete";
import { UNKNOWN, type WireObject } from "../wire/wireValue";
import { getIamPolicy } from "./getIamPolicy";

/** Functions that can be answered exactly with nothing but their arguments. */
const exact: Readonly<Record<string, (args: WireObject) => WireObject | Error>> = {
  "gcp:organizations/getIAMPolicy:getIAMPolicy": getIamPolicy,
};

/**
 * Answers a provider's function, or names it as incomplete.
 *
 * Each property that the function is known to return is unknown then.
 */
export function answerInvoke(
  token: string,
  args: WireObject,
  programDirectory: string,
  incomplete: IncompleteList,
): WireObject | Error {
  const answer = exact[token];
  if (answer) return answer(args);
  incomplete.add(`function ${token}`, "a provider would have to be asked, so its result counts as unknown");
  // `id` stands in where no declaration is found: one unknown part makes the whole unknown to an apply.
  const names = ["id", ...resultNames(token, programDirectory)];
  return Object.fromEntries(names.map((name) => [name, UNKNOWN]));
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
