import { expect } from "chai";
import { documentedStack, make, messages, unknown } from "../support";

const config = { sources: ["acme.crm"] };

const minimal = { ...config, profile: "minimal" };

describe("rule excess-permissions", () => {
  it("accepts the roles of Segment's page at the scopes where it puts them", () => {
    expect(messages(documentedStack(), config)).to.deep.equal([]);
  });

  it("accepts the four permissions in place of Data Viewer", () => {
    const stack = [
      ...documentedStack().filter(({ name }) => name !== "read-crm"),
      make.customRole("reader", [
        "bigquery.datasets.get",
        "bigquery.tables.list",
        "bigquery.tables.get",
        "bigquery.tables.getData",
      ]),
      make.datasetMember("read-crm", "crm", "projects/acme/roles/reader"),
    ];
    expect(messages(stack, config)).to.deep.equal([]);
  });

  it("rejects Data Editor on a source and names the surplus", () => {
    expect(
      messages(
        [...documentedStack(), make.datasetMember("edit-crm", "crm", "roles/bigquery.dataEditor")],
        config,
      ),
    ).to.deep.equal([
      "mandatory: serviceAccount:segment@acme.iam.gserviceaccount.com holds roles/bigquery.dataEditor on dataset acme.crm, which also " +
        "allows bigquery.tables.delete, bigquery.tables.update, bigquery.tables.updateData and 52 more; Segment only reads there: grant " +
        "roles/bigquery.dataViewer, or profile minimal's custom role. [excess-permissions]",
    ]);
  });

  it("rejects Data Viewer on a dataset that is no source", () => {
    expect(
      messages([...documentedStack(), make.datasetMember("hr", "hr", "roles/bigquery.dataViewer")], config),
    ).to.deep.equal([
      "mandatory: serviceAccount:segment@acme.iam.gserviceaccount.com holds roles/bigquery.dataViewer on dataset acme.hr, which also " +
        "allows bigquery.tables.getData, bigquery.tables.export, bigquery.datasets.get and 20 more; nothing is declared to be read or " +
        "written there: remove the grant, or declare the source. [excess-permissions]",
    ]);
  });

  it("rejects Data Viewer on the project when only a dataset is a source", () => {
    const [message, ...others] = messages(
      [...documentedStack(), make.projectMember("all", "roles/bigquery.dataViewer")],
      config,
    );
    expect(others).to.deep.equal([]);
    expect(message).to.include(
      "holds roles/bigquery.dataViewer on project acme, which also allows bigquery.tables.getData",
    );
  });

  it("rejects a custom role's surplus and names all of it", () => {
    const permissions = [
      "bigquery.datasets.get",
      "bigquery.tables.getData",
      "bigquery.tables.delete",
      "bigquery.routines.delete",
    ];
    const stack = [
      ...documentedStack(),
      make.customRole("wide", permissions),
      make.datasetMember("wide-crm", "crm", "projects/acme/roles/wide"),
    ];
    expect(messages(stack, config)).to.deep.equal([
      "mandatory: serviceAccount:segment@acme.iam.gserviceaccount.com holds projects/acme/roles/wide on dataset acme.crm, which also " +
        "allows bigquery.tables.delete and bigquery.routines.delete; take them out of the role. [excess-permissions]",
    ]);
  });

  it("rejects a wildcard in a custom role as all that it matches, named as written", () => {
    const stack = [
      ...documentedStack(),
      make.customRole("wild", ["bigquery.jobs.*"]),
      make.projectMember("wild-jobs", "projects/acme/roles/wild"),
    ];
    expect(messages(stack, config)).to.deep.equal([
      "mandatory: serviceAccount:segment@acme.iam.gserviceaccount.com holds projects/acme/roles/wild on project acme, which also allows " +
        "bigquery.jobs.*; take them out of the role. [excess-permissions]",
    ]);
  });

  it("rejects many small roles that add up, each by what it adds", () => {
    const small = ["bigquery.tables.delete", "bigquery.tables.updateData"].flatMap((permission, i) => [
      make.customRole(`small${i}`, [permission]),
      make.datasetMember(`small-grant${i}`, "crm", `projects/acme/roles/small${i}`),
    ]);
    const found = messages([...documentedStack(), ...small], config);
    expect(found).to.have.length(2);
    expect(found[0]).to.include("allows bigquery.tables.delete; take");
    expect(found[1]).to.include("allows bigquery.tables.updateData; take");
  });

  it("rejects a role above the project, and says that it reaches every project", () => {
    const folder = {
      type: "gcp:folder/iAMMember:IAMMember",
      name: "folder",
      props: { folder: "folders/123", role: "roles/bigquery.jobUser", member: make.member },
    };
    const [message] = messages([...documentedStack(), folder], config);
    expect(message).to.include("holds roles/bigquery.jobUser on folder 123, which also allows");
    expect(message).to.include(
      "it reaches every project below: grant what is needed on project acme and its datasets",
    );
  });

  it("rejects a role that the catalogue holds only in part, whatever the known part is", () => {
    const message = messages(
      [...documentedStack(), make.projectMember("ds", "roles/iam.dataScientist")],
      config,
    ).find((one) => one.endsWith("[excess-permissions]"));
    expect(message).to.include("roles/iam.dataScientist on project acme");
    expect(message).to.include("and others that the catalogue does not list");
  });

  it("accepts grants in the same project to others, and to a loader of another project", () => {
    const others = [
      make.projectMember("analyst", "roles/bigquery.admin", { member: "user:ana@example.com" }),
      make.projectMember("namesake", "roles/bigquery.admin", {
        member: "serviceAccount:loader@other.iam.gserviceaccount.com",
      }),
      make.projectMember("dead", "roles/bigquery.admin", { member: `deleted:${make.member}?uid=1` }),
    ];
    expect(
      messages([...documentedStack(), ...others], { ...config, serviceAccounts: [make.email] }),
    ).to.deep.equal([]);
  });

  it("takes an email's case as it comes, and a prefix's only as Google does", () => {
    const upper = make.projectMember("upper", "roles/bigquery.admin", {
      member: "serviceAccount:Segment@ACME.iam.gserviceaccount.com",
    });
    const prefix = make.projectMember("prefix", "roles/bigquery.admin", {
      member: `serviceaccount:${make.email}`,
    });
    expect(
      messages([...documentedStack(), upper], config).filter((one) => one.includes("[excess-permissions]")),
    ).to.have.length(1);
    expect(messages([...documentedStack(), prefix], config)).to.deep.equal([]);
  });

  it("tells the same dataset id in another project apart", () => {
    const stack = [
      ...documentedStack(),
      make.datasetMember("elsewhere", "crm", "roles/bigquery.dataViewer", { project: "other" }),
    ];
    expect(messages(stack, config)[0]).to.include("holds roles/bigquery.dataViewer on dataset other.crm");
  });

  it("takes the provider's project where the resource names none", () => {
    const own = {
      ...make.datasetMember("own", "crm", "roles/bigquery.dataViewer", { project: undefined }),
      providerProject: "acme",
    };
    const other = {
      ...make.datasetMember("other", "crm", "roles/bigquery.dataViewer", { project: undefined }),
      providerProject: "elsewhere",
    };
    expect(messages([...documentedStack(), own], config)).to.deep.equal([
      "advisory: own and read-crm make one grant, roles/bigquery.dataViewer on dataset acme.crm to " +
        `${make.member}: when either is deleted, Segment loses it. ` +
        "Fix: keep one of them, and take the other out of the state without deleting it. [duplicate-grants]",
    ]);
    expect(messages([...documentedStack(), other], config)[0]).to.include("dataset elsewhere.crm");
  });

  describe("in profile minimal", () => {
    const base = [
      make.account(),
      make.customRole("run", ["bigquery.jobs.create"]),
      make.projectMember("run-queries", "projects/acme/roles/run"),
      make.customRole("state", [
        "bigquery.datasets.get",
        ...["create", "get", "list", "getData", "update", "updateData"].map(
          (verb) => `bigquery.tables.${verb}`,
        ),
      ]),
      make.datasetMember("write-state", "__segment_reverse_etl", "projects/acme/roles/state"),
      make.datasetMember("read-crm", "crm", "roles/bigquery.dataViewer"),
    ];

    it("accepts the permissions needed, and Data Viewer on a declared dataset", () => {
      expect(messages(base, minimal)).to.deep.equal([]);
    });

    it("accepts Job User on the project and Data Editor on the state dataset, the smallest predefined roles", () => {
      const stack = [
        make.account(),
        make.projectMember("job-user", "roles/bigquery.jobUser"),
        make.datasetMember("state", "__segment_reverse_etl", "roles/bigquery.dataEditor"),
        make.datasetMember("read-crm", "crm", "roles/bigquery.dataViewer"),
      ];
      expect(messages(stack, minimal)).to.deep.equal([]);
    });

    it("accepts what every predefined role drags along on the project", () => {
      const tolerated = [
        "resourcemanager.projects.get",
        "resourcemanager.projects.list",
        "bigquery.config.get",
        "bigquery.datasets.get",
      ];
      const stack = [
        ...base,
        make.customRole("along", tolerated),
        make.projectMember("along-grant", "projects/acme/roles/along"),
      ];
      expect(messages(stack, minimal)).to.deep.equal([]);
    });

    for (const role of ["roles/bigquery.user", "roles/bigquery.metadataViewer"]) {
      it(`rejects ${role} on the project`, () => {
        const [message, ...others] = messages([...base, make.projectMember("extra", role)], minimal);
        expect(message).to.include(`holds ${role} on project acme, which also allows`);
        expect(others).to.deep.equal([]);
      });
    }

    it("rejects Data Viewer on a project, even a declared one", () => {
      const found = messages([...base, make.projectMember("all", "roles/bigquery.dataViewer")], {
        ...minimal,
        sources: ["acme", "acme.crm"],
      });
      expect(found).to.have.length(1);
      expect(found[0]).to.include(
        "holds roles/bigquery.dataViewer on project acme, which also allows bigquery.tables.export",
      );
    });

    it("accepts read sessions only where the Storage API is declared", () => {
      const storage = [...base, make.projectMember("sessions", "roles/bigquery.readSessionUser")];
      expect(messages(storage, { ...minimal, readApi: "STORAGE" })).to.deep.equal([]);
      expect(messages(storage, minimal)[0]).to.include(
        "which also allows bigquery.readsessions.create, bigquery.readsessions.getData, bigquery.readsessions.update",
      );
    });

    it("accepts datasets.create only where Segment makes the state dataset", () => {
      const creating = [
        ...base,
        make.customRole("make", ["bigquery.datasets.create"]),
        make.projectMember("make-state", "projects/acme/roles/make"),
      ];
      expect(messages(creating, { ...minimal, segmentCreatesStateDataset: true })).to.deep.equal([]);
      expect(messages(creating, minimal)[0]).to.include(
        "allows bigquery.datasets.create; take them out of the role",
      );
    });

    it("accepts the declared model operations, and rejects others", () => {
      const models = [
        ...base,
        make.customRole("ml", ["bigquery.models.getData", "bigquery.models.create"]),
        make.datasetMember("ml-grant", "ml", "projects/acme/roles/ml"),
      ];
      const declared = { ...minimal, models: [{ dataset: "ml", operations: ["evaluate"] }] };
      expect(messages(models, declared)).to.deep.equal([
        "mandatory: serviceAccount:segment@acme.iam.gserviceaccount.com holds projects/acme/roles/ml on dataset acme.ml, which also allows " +
          "bigquery.models.create; take them out of the role. [excess-permissions]",
      ]);
    });
  });

  describe("in a first preview", () => {
    const account = make.account({
      accountId: unknown,
      email: unknown,
      member: unknown,
      displayName: "Segment",
    });
    const role = make.customRole("wide", ["bigquery.tables.delete"], { name: unknown, roleId: unknown });
    const grant = {
      ...make.datasetMember("wide-crm", "crm", unknown, { member: unknown }),
      from: { member: ["segment"], role: ["wide"] },
    };

    it("rejects a custom role that has no name yet, granted to an account that has no address yet", () => {
      expect(
        messages([account, role, grant], config).filter((one) => one.includes("[excess-permissions]")),
      ).to.deep.equal([
        "mandatory: serviceAccount:(address of segment not known yet) holds wide on dataset acme.crm, which also allows " +
          "bigquery.tables.delete; take them out of the role. [excess-permissions]",
      ]);
    });

    it("rejects Owner on a dataset that is not known yet, for it is too much on any", () => {
      const open = {
        ...make.datasetMember("open", unknown, "roles/bigquery.dataOwner"),
        from: { datasetId: [] },
      };
      const found = messages([...documentedStack(), open], config);
      expect(
        found.some((one) =>
          one.includes("holds roles/bigquery.dataOwner on dataset acme.(datasetId of open, not known yet)"),
        ),
      ).to.equal(true);
    });
  });
});
