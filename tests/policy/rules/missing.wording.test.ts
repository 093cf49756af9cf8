import { expect } from "chai";
import { documentedStackThen, make, messages, type TestResource, unknown } from "../support";

const crm = { sources: ["acme.crm"] };

const viewer = "roles/bigquery.dataViewer";

/** What is said to be missing, without its level and rule. */
function lacks(stack: readonly TestResource[], config: object = crm): string[] {
  return messages(stack, config)
    .filter((one) => one.endsWith(" [missing-permissions]"))
    .map((one) => one.slice(one.indexOf(": ") + 2, -" [missing-permissions]".length));
}

const only = (...names: string[]) =>
  documentedStackThen().filter(({ name }) => name === "segment" || names.includes(name));

const conditional = (expression: string) => ({ condition: { title: "t", expression } });

describe("what the message about missing permissions advises", () => {
  const table: readonly [
    title: string,
    stack: readonly TestResource[],
    config: object,
    expected: string[],
  ][] = [
    [
      "the smallest predefined role that holds all that is lacking on the project",
      only("read-crm", "state"),
      { ...crm, readApi: "STORAGE" },
      [
        "Segment lacks bigquery.jobs.create, bigquery.readsessions.create, bigquery.readsessions.getData and bigquery.readsessions.update on project acme. It needs these to run queries and read through the Storage API. Fix: grant roles/bigquery.jobUser and roles/bigquery.readSessionUser on project acme.",
      ],
    ],
    [
      "a role that runs jobs where nobody has declared sources",
      only("state"),
      {},
      [
        "Segment lacks bigquery.jobs.create on project acme. It needs this to run queries. Fix: grant roles/bigquery.jobUser on project acme.",
      ],
    ],
    [
      "Data Viewer on each source that lacks it",
      only("job-user", "state", "read-crm"),
      { sources: ["acme.crm", "acme.hr"] },
      [
        "Segment lacks bigquery.datasets.get, bigquery.tables.get, bigquery.tables.getData and bigquery.tables.list on dataset acme.hr. It needs these to list the source's datasets and tables and read the source. Fix: grant roles/bigquery.dataViewer on dataset acme.hr, or remove the source from the declaration.",
      ],
    ],
    [
      "the read session role where only that is lacking",
      only("job-user", "read-crm", "state"),
      { ...crm, readApi: "STORAGE" },
      [
        "Segment lacks bigquery.readsessions.create, bigquery.readsessions.getData and bigquery.readsessions.update on project acme. It needs these to read through the Storage API. Fix: grant roles/bigquery.readSessionUser on project acme.",
      ],
    ],
    [
      "a custom role on the project where profile minimal accepts no predefined one",
      only("job-user", "read-crm"),
      { ...crm, profile: "minimal", segmentCreatesStateDataset: true },
      [
        "Segment lacks bigquery.datasets.create on project acme. It needs this to make the state dataset. Fix: grant a custom role with bigquery.datasets.create on project acme.",
      ],
    ],
    [
      "a role that runs jobs where the project itself is a source",
      only("metadata-viewer", "state"),
      { sources: ["acme"] },
      [
        "Segment lacks bigquery.jobs.create and bigquery.tables.getData on project acme. It needs these to run queries and read the source. Fix: grant roles/bigquery.jobUser and roles/bigquery.dataViewer on project acme.",
      ],
    ],
    [
      "a custom role on another project that is a source",
      only("job-user", "state"),
      { sources: ["lake"] },
      [
        "Segment lacks bigquery.datasets.get, bigquery.tables.get, bigquery.tables.getData and bigquery.tables.list on project lake. It needs these to list the source's datasets and tables and read the source. Fix: grant roles/bigquery.dataViewer on project lake.",
      ],
    ],
    [
      "no wider role on another project than what lists it",
      [
        ...only("job-user", "state"),
        make.customRole("read", ["bigquery.tables.get", "bigquery.tables.getData"], {
          name: "organizations/1/roles/read",
        }),
        make.projectMember("read", "organizations/1/roles/read", { project: "lake" }),
      ],
      { sources: ["lake"] },
      [
        "Segment lacks bigquery.datasets.get and bigquery.tables.list on project lake. It needs these to list the source's datasets and tables. Fix: grant roles/bigquery.dataViewer on project lake.",
      ],
    ],
    [
      "no Data Viewer on a dataset of which only a table is a source",
      [...only("job-user", "state"), make.tableMember("read", "crm", "users", viewer)],
      { sources: ["acme.crm.users"] },
      [
        "Segment lacks bigquery.datasets.get and bigquery.tables.list on dataset acme.crm. It needs these to list the source's datasets and tables. roles/bigquery.dataViewer gives bigquery.datasets.get on table acme.crm.users, where it does nothing. roles/bigquery.dataViewer gives bigquery.tables.list on table acme.crm.users, where it does nothing. Fix: grant a custom role with bigquery.datasets.get and bigquery.tables.list on dataset acme.crm.",
      ],
    ],
    [
      "a custom role for models",
      only("job-user", "read-crm", "state"),
      { ...crm, models: [{ dataset: "ml", operations: ["predict"] }] },
      [
        "Segment lacks bigquery.models.getData on dataset acme.ml. It needs this to use BigQuery ML (ML.PREDICT). Fix: grant a custom role with bigquery.models.getData on dataset acme.ml.",
      ],
    ],
    [
      "a custom role for models beside the state, and in a source",
      only("job-user", "read-crm", "state"),
      {
        sources: ["acme.crm"],
        models: [
          { dataset: "crm", operations: ["create"] },
          { dataset: "__segment_reverse_etl", operations: ["drop"] },
        ],
      },
      [
        "Segment lacks bigquery.models.create and bigquery.models.updateData on dataset acme.crm. It needs these to use BigQuery ML (CREATE MODEL). Fix: grant a custom role with bigquery.models.create and bigquery.models.updateData on dataset acme.crm.",
      ],
    ],
    [
      "the source's role where more than models is lacking",
      only("job-user", "state"),
      { sources: ["acme.ml"], models: [{ dataset: "ml", operations: ["predict"] }] },
      [
        "Segment lacks bigquery.datasets.get, bigquery.models.getData, bigquery.tables.get and 2 more on dataset acme.ml. It needs these to list the source's datasets and tables, read the source and use BigQuery ML (ML.PREDICT). Fix: grant roles/bigquery.dataViewer on dataset acme.ml, or remove the source from the declaration.",
      ],
    ],
  ];
  for (const [title, stack, config, expected] of table)
    it(`advises ${title}`, () => {
      expect(lacks(stack, config)).to.deep.equal(expected);
    });
});

describe("what the message about missing permissions says of grants in vain", () => {
  const without = documentedStackThen().filter(({ name }) => name !== "read-crm");
  const gap = "Segment lacks bigquery.tables.getData on dataset acme.crm. It needs this to read the source.";
  const advice = ` Fix: grant ${viewer} on dataset acme.crm, or remove the source from the declaration.`;
  const given = ` ${viewer} gives bigquery.tables.getData on dataset acme.crm`;
  const lake = make.customRole("lake", ["bigquery.tables.getData"], {
    project: "lake",
    name: "projects/lake/roles/lake",
  });

  const table: readonly [title: string, resources: readonly TestResource[], vain: string][] = [
    ["a role that lacks it as well", [make.datasetMember("r", "crm", "roles/bigquery.jobUser")], ""],
    ["a role that nobody knows", [make.datasetMember("r", "hr", "organizations/42/roles/reader")], ""],
    ["the role on another dataset, where it works", [make.datasetMember("r", "hr", viewer)], ""],
    [
      "a condition that has expired",
      [
        make.datasetMember(
          "r",
          "crm",
          viewer,
          conditional('request.time < timestamp("2026-01-01T00:00:00Z")'),
        ),
      ],
      `${given} only under a condition that never holds (it expired at 2026-01-01T00:00:00.000Z).`,
    ],
    [
      "a condition that leaves other permissions",
      [make.datasetMember("r", "crm", viewer, conditional('resource.name == "projects/acme/datasets/crm"'))],
      `${given}, but its condition leaves nothing of it.`,
    ],
    [
      "a condition on another dataset",
      [make.datasetMember("r", "crm", viewer, conditional('resource.name == "projects/acme/datasets/hr"'))],
      `${given}, but its condition leaves nothing of it.`,
    ],
    [
      "a custom role of another project",
      [lake, make.datasetMember("r", "crm", "projects/lake/roles/lake")],
      " projects/lake/roles/lake gives bigquery.tables.getData on dataset acme.crm, where it does nothing.",
    ],
  ];
  for (const [title, resources, vain] of table)
    it(`tells of ${title}: ${vain === "" ? "nothing" : "why"}`, () => {
      expect(lacks([...without, ...resources])).to.deep.equal([gap + vain + advice]);
    });

  it("tells the same once, though two resources grant it", () => {
    const condition = conditional('request.time < timestamp("2026-01-01T00:00:00Z")');
    const twice = ["a", "b"].map((name) => make.datasetMember(name, "crm", viewer, condition));
    expect(lacks([...without, ...twice])[0]?.match(/only under a condition/g)).to.have.length(1);
  });

  it("accepts a custom role of an organization in every project", () => {
    const role = {
      type: "gcp:organizations/iAMCustomRole:IAMCustomRole",
      name: "reader",
      props: { orgId: "1", roleId: "reader", permissions: ["bigquery.tables.getData"] },
    };
    const stack = [...without, role, make.datasetMember("r", "crm", "organizations/1/roles/reader")];
    expect(lacks(stack)).to.deep.equal([]);
  });

  it("says nothing in vain of a disabled account, and the permissions by name", () => {
    const [, ...others] = documentedStackThen();
    const says = (permissions: string, scope: string, needs: string) =>
      `Segment lacks ${permissions} on ${scope}, because its account is disabled. It needs ${needs}. Fix: enable the account, or remove it and its grants from the stack.`;
    expect(lacks([make.account({ disabled: true }), ...others])).to.deep.equal([
      says(
        "bigquery.datasets.get, bigquery.tables.create, bigquery.tables.get and 4 more",
        "dataset acme.__segment_reverse_etl",
        "these to find the state dataset and keep the state between syncs",
      ),
      says(
        "bigquery.datasets.get, bigquery.tables.get, bigquery.tables.getData and bigquery.tables.list",
        "dataset acme.crm",
        "these to list the source's datasets and tables and read the source",
      ),
      says("bigquery.jobs.create", "project acme", "this to run queries"),
    ]);
  });
});

describe("a custom role of a project that the stack makes and whose id is not known yet", () => {
  const project = { type: "gcp:organizations/project:Project", name: "home", props: { projectId: unknown } };
  const inHome = (resource: TestResource): TestResource => ({
    ...resource,
    props: { ...resource.props, project: unknown },
    from: { ...resource.from, project: ["home"] },
  });
  const role = {
    ...inHome(make.customRole("reader", ["bigquery.tables.getData"])),
    props: { project: unknown, roleId: "reader", permissions: ["bigquery.tables.getData"] },
  };
  const given = (grant: TestResource) => ({ ...grant, from: { ...grant.from, role: ["reader"] } });

  it("accepts it inside that project", () => {
    const stack = documentedStackThen().map(inHome);
    const read = given(inHome(make.datasetMember("read", "hr", unknown)));
    const home = "urn:pulumi:test::stack::gcp:organizations/project:Project::home";
    const state = "__segment_reverse_etl";
    const declared = {
      type: "segment-bigquery:index:SegmentBigQuery",
      name: "component",
      props: {
        project: home,
        serviceAccountEmail: make.email,
        sources: [{ dataset: "hr" }],
        stateDataset: { dataset: state },
      },
    };
    expect(lacks([project, role, declared, ...stack, read], {})).to.deep.equal([]);
  });

  it("rejects it in another one, where it does nothing", () => {
    const stack = documentedStackThen().filter(({ name }) => name !== "read-crm");
    const read = given(make.datasetMember("read", "crm", unknown));
    expect(lacks([project, role, ...stack, read])[0]).to.include(
      "It needs this to read the source. projects/urn:pulumi:test::stack::gcp:organizations/project:Project::home/roles/reader gives bigquery.tables.getData on dataset acme.crm, where it does nothing",
    );
  });
});
