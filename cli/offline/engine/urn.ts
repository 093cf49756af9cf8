const rootType = "pulumi:pulumi:Stack";

/** Where resources are named: the project and the stack. */
export interface UrnScope {
  stack: string;
  project: string;
}

/** The URN that the engine gives a resource; a parent other than the stack qualifies the type. */
export function makeUrn(scope: UrnScope, type: string, name: string, parent?: string): string {
  const parentType = parent ? qualifiedType(parent) : "";
  const prefix = parentType === "" || parentType === rootType ? "" : `${parentType}$`;
  return `urn:pulumi:${scope.stack}::${scope.project}::${prefix}${type}::${name}`;
}

/** A URN's parts: `urn:pulumi:<stack>`, project, qualified type, and a name that may itself hold `::`. */
function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}

export function typeOfUrn(urn: string): string {
  return qualifiedType(urn).split("$").pop() ?? "";
}

export function nameOfUrn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The package of a type token: `gcp` of `gcp:projects/iAMMember:IAMMember`. */
export function packageOfType(type: string): string {
  return type.split(":")[0] ?? "";
}
