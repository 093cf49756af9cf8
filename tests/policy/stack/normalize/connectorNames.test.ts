import { expect } from "chai";
import { normalize } from "../../../../policy/stack/normalize";
import { toPlain, UNKNOWN } from "../../../../policy/stack/plain";
import type { Resource } from "../../../../policy/stack/resource";
import { cnrm, inProject, made } from "./support";

const namespace = (name: unknown, project?: unknown) =>
  made("kubernetes:core/v1:Namespace", {
    metadata: project === undefined ? { name } : inProject(project, name),
  });

const acmes = made(cnrm("resourcemanager", "Project"), {
  metadata: { name: "acme", namespace: "team" },
  spec: { resourceID: "acme-1" },
});

function read(given: Resource, others: readonly Resource[], property: string) {
  return normalize([given, ...others])[0]?.props[property];
}

describe("configConnector: the project of an object", () => {
  const table: readonly [
    what: string,
    metadata: unknown,
    spec: unknown,
    others: Resource[],
    project: unknown,
  ][] = [
    ["its annotation", inProject("acme"), {}, [], "acme"],
    ["its annotation with the collection", inProject("projects/acme"), {}, [], "acme"],
    [
      "its annotation before its namespace",
      inProject("acme", "x", "team"),
      {},
      [namespace("team", "beta")],
      "acme",
    ],
    ["an annotation that is not known yet", inProject(UNKNOWN, "x", "team"), {}, [], UNKNOWN],
    ["projectRef's path", {}, { projectRef: { external: "projects/acme" } }, [], "acme"],
    ["projectRef before its annotation", inProject("beta"), { projectRef: { external: "acme" } }, [], "acme"],
    [
      "a projectRef that is not known yet",
      inProject("beta"),
      { projectRef: { external: UNKNOWN } },
      [],
      UNKNOWN,
    ],
    ["projectRef's object of another stack", inProject("beta"), { projectRef: { name: "acme" } }, [], "acme"],
    ["projectRef's object", { namespace: "team" }, { projectRef: { name: "acme" } }, [acmes], "acme-1"],
    [
      "projectRef's object of another namespace",
      { namespace: "apps" },
      { projectRef: { name: "acme", namespace: "team" } },
      [acmes],
      "acme-1",
    ],
    [
      "not an object of the same name in another namespace",
      { namespace: "apps" },
      { projectRef: { name: "acme" } },
      [acmes],
      "acme",
    ],
    ["its namespace's annotation", { namespace: "team" }, {}, [namespace("team", "acme")], "acme"],
    [
      "its namespace's annotation, not known yet",
      { namespace: "team" },
      {},
      [namespace("team", UNKNOWN)],
      UNKNOWN,
    ],
    ["its namespace's name", { namespace: "team" }, {}, [namespace("team")], "team"],
    ["not another namespace's annotation", { namespace: "team" }, {}, [namespace("apps", "acme")], "team"],
    ["a namespace that is not known yet", { namespace: UNKNOWN }, {}, [namespace(UNKNOWN, "acme")], UNKNOWN],
    [
      "the default namespace's annotation",
      { namespace: "default" },
      {},
      [namespace("default", "acme")],
      "acme",
    ],
    ["nothing, where the namespace is the default one", { namespace: "default" }, {}, [], undefined],
    ["nothing, where no namespace is named", {}, {}, [namespace(undefined, "acme")], undefined],
    [
      "nothing of a ConfigMap that is named as the namespace is",
      { namespace: "team" },
      {},
      [made("kubernetes:core/v1:ConfigMap", { metadata: inProject("acme", "team") })],
      "team",
    ],
  ];
  for (const [what, metadata, spec, others, project] of table)
    it(`reads ${what}`, () => {
      expect(
        read(made(cnrm("iam", "IAMWorkloadIdentityPool"), { metadata, spec }), others, "project"),
      ).to.equal(toPlain(project) ?? undefined);
    });
});

describe("configConnector: references", () => {
  const account = (name: unknown, project: string, at?: string) =>
    made(
      cnrm("iam", "IAMServiceAccount"),
      { metadata: inProject(project, name, at), spec: {} },
      `a-${project}`,
    );
  const memberOf = (serviceAccountRef: unknown, metadata: unknown, others: readonly Resource[]) =>
    read(
      made(cnrm("iam", "IAMPolicyMember"), { metadata, spec: { memberFrom: { serviceAccountRef } } }),
      others,
      "member",
    );

  const table: readonly [
    what: string,
    reference: unknown,
    metadata: unknown,
    others: Resource[],
    at: string,
  ][] = [
    [
      "finds the account of its own namespace",
      { name: "segment" },
      inProject("acme", "x", "team"),
      [account("segment", "beta", "apps"), account("segment", "gamma", "team"), account("segment", "delta")],
      "gamma",
    ],
    [
      "finds the account of the namespace that it names",
      { name: "segment", namespace: "apps" },
      inProject("acme", "x", "team"),
      [account("segment", "beta", "apps"), account("segment", "gamma", "team")],
      "beta",
    ],
    [
      "finds the account without a namespace where it has none itself",
      { name: "segment" },
      inProject("acme"),
      [account("segment", "beta", "apps"), account("segment", "delta")],
      "delta",
    ],
    [
      "takes an account that the stack does not make to lie in its own project",
      { name: "segment" },
      inProject("acme", "x", "team"),
      [
        account("segment", "beta", "apps"),
        account("loader", "gamma", "team"),
        account(UNKNOWN, "delta", "team"),
      ],
      "acme",
    ],
    [
      "takes one of another namespace to lie in the project of that name",
      { name: "segment", namespace: "apps" },
      inProject("acme", "x", "team"),
      [],
      "apps",
    ],
    [
      "takes one of another namespace to lie in the project that this is annotated with",
      { name: "segment", namespace: "apps" },
      inProject("acme", "x", "team"),
      [namespace("apps", "beta")],
      "beta",
    ],
    [
      "finds no object of another kind",
      { name: "segment" },
      inProject("acme", "x"),
      [made(cnrm("bigquery", "BigQueryDataset"), { metadata: inProject("beta", "segment") })],
      "acme",
    ],
  ];
  for (const [what, reference, metadata, others, project] of table)
    it(what, () => {
      expect(memberOf(reference, metadata, others)).to.equal(
        `serviceAccount:segment@${project}.iam.gserviceaccount.com`,
      );
    });

  it("gives the address that Google has told of the account", () => {
    const told = made(cnrm("iam", "IAMServiceAccount"), {
      metadata: inProject("beta", "segment"),
      status: { email: "told@beta.iam.gserviceaccount.com" },
    });
    expect(memberOf({ name: "segment" }, inProject("acme"), [told])).to.equal(
      "serviceAccount:told@beta.iam.gserviceaccount.com",
    );
  });

  it("cannot tell an account without a name, though the stack makes one whose name is not known yet", () => {
    const others = [account(UNKNOWN, "beta"), account(undefined, "gamma")];
    expect(memberOf({ name: UNKNOWN }, inProject("acme"), others)).to.equal(UNKNOWN);
    expect(memberOf({}, inProject("acme"), others)).to.equal(UNKNOWN);
  });

  const dataset = made(cnrm("bigquery", "BigQueryDataset"), {
    metadata: inProject("acme", "main"),
    spec: { resourceID: "crm" },
  });
  const pool = made(cnrm("iam", "IAMWorkloadIdentityPool"), {
    metadata: inProject("acme", "main"),
    spec: { resourceID: "ci" },
  });
  for (const [order, others] of [
    ["after", [dataset, pool]],
    ["before", [pool, dataset]],
  ] as const) {
    it(`finds a table's dataset, not a pool of the same name ${order} it`, () => {
      const table = made(cnrm("bigquery", "BigQueryTable"), { spec: { datasetRef: { name: "main" } } });
      expect(read(table, others, "datasetId")).to.equal("crm");
    });

    it(`finds a provider's pool, not a dataset of the same name (the pool comes ${order} it)`, () => {
      const provider = made(cnrm("iam", "IAMWorkloadIdentityPoolProvider"), {
        spec: { workloadIdentityPoolRef: { name: "main" } },
      });
      expect(read(provider, others, "workloadIdentityPoolId")).to.equal("ci");
    });
  }

  const datasetRefs: readonly [what: string, reference: unknown, id: unknown][] = [
    ["the name of an object that the stack does not make", { name: "other" }, "other"],
    ["a name that is not known yet", { name: UNKNOWN }, UNKNOWN],
    ["a path that is not known yet", { external: UNKNOWN }, UNKNOWN],
    ["a bare id", { external: "crm" }, "crm"],
    ["a reference that is not known yet", UNKNOWN, UNKNOWN],
    ["an empty reference", {}, undefined],
  ];
  for (const [what, datasetRef, id] of datasetRefs)
    it(`reads ${what}`, () => {
      const table = made(cnrm("bigquery", "BigQueryTable"), { spec: { datasetRef } });
      expect(read(table, [dataset], "datasetId")).to.equal(id);
    });
});
