import { expect } from "chai";
import { normalize } from "../../../../policy/stack/normalize";
import { type Plain, type PlainObject, toPlain } from "../../../../policy/stack/plain";
import type { Resource } from "../../../../policy/stack/resource";

/** The token of a kind of Config Connector's. */
export const cnrm = (group: string, kind: string, version = "v1beta1") =>
  `kubernetes:${group}.cnrm.cloud.google.com/${version}:${kind}`;

/** Metadata of an object in project acme. */
export const inProject = (project: unknown, name?: unknown, namespace?: unknown) => ({
  ...(name === undefined ? {} : { name }),
  ...(namespace === undefined ? {} : { namespace }),
  annotations: { "cnrm.cloud.google.com/project-id": project },
});

/** A resource of which each property comes from a resource of its own, `urn:PROPERTY`. */
export function made(type: string, props: object, name = "x"): Resource {
  return {
    urn: `urn:pulumi:test::stack::${type}::${name}`,
    type,
    name,
    props: toPlain(props) as PlainObject,
    propertyDependencies: Object.fromEntries(
      Object.keys(props).map((property) => [property, [`urn:${property}`]]),
    ),
    dependencies: ["urn:any"],
    providerProject: "provider-project",
  };
}

/** The properties that a resource gets in its new spelling: the value, and the old property it comes from. */
export type Gains = Readonly<Record<string, readonly [value: unknown, from: string]>>;

/** Whether the resource becomes one of the type that has its old properties, the new ones, and nothing else. */
export function expectSpelling(
  given: Resource,
  type: string,
  gains: Gains,
  others: readonly Resource[] = [],
): void {
  const [found] = normalize([given, ...others]);
  const values = Object.entries(gains).map(([property, [value]]): [string, Plain] => [
    property,
    toPlain(value),
  ]);
  const sources = Object.entries(gains).flatMap(([property, [, from]]) => {
    const urns = given.propertyDependencies[from];
    return urns === undefined ? [] : [[property, urns] as const];
  });
  expect(found?.type).to.equal(type);
  expect(found?.props).to.deep.equal({ ...given.props, ...Object.fromEntries(values) });
  expect(found?.propertyDependencies).to.deep.equal({
    ...given.propertyDependencies,
    ...Object.fromEntries(sources),
  });
  expect([found?.urn, found?.name, found?.dependencies, found?.providerProject]).to.deep.equal([
    given.urn,
    given.name,
    given.dependencies,
    given.providerProject,
  ]);
}
