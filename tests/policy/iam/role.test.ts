import { expect } from "chai";
import { catalogueRole } from "../../../policy/facts/roles";
import { customRoles, type Role, roleIn, roleNamed } from "../../../policy/iam/role";
import { UNKNOWN } from "../../../policy/stack/plain";
import type { Resource } from "../../../policy/stack/resource";
import { stackFrom } from "../access/stackFrom";
import { make, type TestResource, unknown } from "../support";

const projectRole = "gcp:projects/iAMCustomRole:IAMCustomRole";

const organizationRole = "gcp:organizations/iAMCustomRole:IAMCustomRole";

/** The role that a resource `reader` makes. */
function made(props: TestResource["props"], type = projectRole): Role | undefined {
  const stack = stackFrom([{ type, name: "reader", props }]);
  return customRoles(stack).byUrn(`urn:pulumi:test::stack::${type}::reader`);
}

function permissionsOf(permissions: unknown): readonly string[] | undefined {
  const role = made({ project: "acme", roleId: "reader", permissions });
  return role?.kind === "known" ? role.permissions : undefined;
}

function nameOf(props: TestResource["props"], type = projectRole): string | undefined {
  const role = made(props, type);
  return role?.kind === "known" ? role.name : undefined;
}

describe("a custom role of the stack", () => {
  const get = "bigquery.tables.get";

  it("allows what it lists", () => {
    expect(made({ project: "acme", roleId: "reader", permissions: [get, get] })).to.deep.equal({
      kind: "known",
      name: "projects/acme/roles/reader",
      origin: "custom",
      permissions: [get],
      written: [get, get],
      complete: true,
      partial: false,
    });
  });

  it("is partial while a permission is not known", () => {
    const partial = { complete: false, partial: true };
    expect(made({ roleId: "reader", permissions: [get, unknown] })).to.include(partial);
    expect(made({ roleId: "reader", permissions: unknown })).to.include(partial);
    expect(made({ roleId: "reader", permissions: null })).to.include({ complete: true, partial: false });
  });

  for (const off of [{ stage: "DISABLED" }, { deleted: true }])
    it(`allows nothing with ${JSON.stringify(off)}, whatever is not known yet`, () => {
      expect(made({ project: "acme", roleId: "reader", permissions: [get, unknown], ...off })).to.deep.equal({
        kind: "known",
        name: "projects/acme/roles/reader",
        origin: "custom",
        permissions: [],
        written: [],
        complete: true,
        partial: false,
      });
    });

  it("allows what it lists with any other stage", () => {
    for (const on of [{ stage: "GA" }, { stage: "disabled" }, { deleted: false }, { deleted: "true" }])
      expect(made({ roleId: "reader", permissions: [get], ...on }), JSON.stringify(on)).to.deep.include({
        permissions: [get],
      });
  });

  it("allows all that a wildcard matches, and keeps one that matches nothing as written", () => {
    expect(permissionsOf(["bigquery.tables.get*", get])).to.deep.equal([
      "bigquery.tables.get",
      "bigquery.tables.getData",
      "bigquery.tables.getIamPolicy",
    ]);
    expect(permissionsOf(["nothing.*", "no.such.permission"])).to.deep.equal([
      "nothing.*",
      "no.such.permission",
    ]);
    expect(permissionsOf([])).to.deep.equal([]);
  });
});

describe("the name of a custom role", () => {
  const table: readonly [title: string, props: TestResource["props"], type: string, name: string][] = [
    [
      "its own full name",
      { name: "projects/acme/roles/x", roleId: "y" },
      projectRole,
      "projects/acme/roles/x",
    ],
    [
      "made of project and id where its own is not full",
      { name: "x", project: "acme", roleId: "y" },
      projectRole,
      "projects/acme/roles/y",
    ],
    [
      "made of project and id",
      { name: unknown, project: "projects/acme", roleId: "y" },
      projectRole,
      "projects/acme/roles/y",
    ],
    ["the resource's while the id is not known", { project: "acme", roleId: unknown }, projectRole, "reader"],
    [
      "the resource's while the project is not known",
      { project: unknown, roleId: "y" },
      projectRole,
      "reader",
    ],
    ["made of organization and id", { orgId: "9", roleId: "y" }, organizationRole, "organizations/9/roles/y"],
    [
      "made of the organization's path and id",
      { orgId: "organizations/9", roleId: "y" },
      organizationRole,
      "organizations/9/roles/y",
    ],
    [
      "the resource's while the organization is not known",
      { orgId: unknown, roleId: "y" },
      organizationRole,
      "reader",
    ],
  ];
  for (const [title, props, type, name] of table)
    it(`is ${title}`, () => {
      expect(nameOf({ permissions: [], ...props }, type)).to.equal(name);
    });

  it("finds the role only where it is a full one", () => {
    const roles = customRoles(
      stackFrom([
        make.customRole("reader", ["bigquery.tables.get"]),
        { type: projectRole, name: "open", props: { permissions: [] } },
      ]),
    );
    expect(roleNamed("projects/acme/roles/reader", roles)).to.include({ kind: "known", origin: "custom" });
    expect(roleNamed("projects/other/roles/reader", roles)).to.deep.equal({
      kind: "unresolved",
      name: "projects/other/roles/reader",
    });
    expect(roleNamed("open", roles)).to.deep.equal({ kind: "unresolved", name: "open" });
  });
});

describe("a role that Google defines", () => {
  const roles = () => customRoles(stackFrom([]));

  it("allows what the catalogue holds, by its own name and by the word of an access list", () => {
    const permissions = catalogueRole("roles/bigquery.dataViewer")?.permissions;
    expect(permissions).to.include("bigquery.tables.getData");
    for (const name of ["roles/bigquery.dataViewer", "READER"])
      expect(roleNamed(name, roles())).to.deep.equal({
        kind: "known",
        name: "roles/bigquery.dataViewer",
        origin: "predefined",
        permissions,
        written: permissions,
        complete: true,
        partial: false,
      });
  });

  it("is foreign in another case and where the catalogue lacks it", () => {
    for (const name of ["reader", "roles/BigQuery.dataViewer", "roles/nobody.knows"])
      expect(roleNamed(name, roles())).to.deep.equal({ kind: "unresolved", name });
  });
});

describe("the role that a property names", () => {
  const named = () => {
    const stack = stackFrom([
      make.account(),
      make.customRole("reader", ["bigquery.tables.get"]),
      make.customRole("writer", ["bigquery.tables.create"]),
      ...[[], ["reader"], ["segment", "reader"], ["segment"], ["reader", "writer"]].map((from, i) => ({
        ...make.projectMember(`grant-${i}`, unknown),
        from: { role: from },
      })),
    ]);
    const roles = customRoles(stack);
    const grants = stack.ofType("gcp:projects/iAMMember:IAMMember");
    const read = (grant: Resource, value: Resource["props"][string]) =>
      roleIn(stack, roles, grant, "role", value);
    return { roles, grants, read };
  };

  it("is the one role that it comes from while it is not known", () => {
    const { roles, grants, read } = named();
    expect(grants.map((grant) => read(grant, UNKNOWN))).to.deep.equal([
      { kind: "unknown", property: "role" },
      roles.byName("projects/acme/roles/reader"),
      roles.byName("projects/acme/roles/reader"),
      { kind: "unknown", property: "role" },
      { kind: "unknown", property: "role" },
    ]);
  });

  it("is the one of that name, or none where there is no text", () => {
    const { grants, read } = named();
    expect(read(grants[0] as Resource, "projects/acme/roles/writer")).to.include({ kind: "known" });
    expect(read(grants[0] as Resource, "roles/x")).to.deep.equal({ kind: "unresolved", name: "roles/x" });
    for (const value of [null, "", true, []]) expect(read(grants[1] as Resource, value)).to.equal(undefined);
  });
});
