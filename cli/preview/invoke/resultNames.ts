import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * The properties of a provider function's result, as the program's own SDK declares them; empty when it has none.
 *
 * The protocol has no sign for a result that is unknown as a whole: what is not named would read as absent.
 *
 * @param token such as `gcp:organizations/getProject:getProject`
 * @param programDirectory where the SDK is looked up
 */
export function resultNames(token: string, programDirectory: string): string[] {
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
export function declaredNames(source: string, interfaceName: string): string[] {
  const start = source.indexOf(`export interface ${interfaceName} {`);
  if (start < 0) return [];
  const body = source.slice(start, source.indexOf("\n}", start));
  return [...body.matchAll(/^ {4}readonly (\w+)\??:/gm)].map(([, name]) => name ?? "");
}
