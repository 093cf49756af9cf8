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
      "mandatory: `edit-crm` grants Segment roles/bigquery.dataEditor on dataset acme.crm. There Segment only has to list the source's datasets and tables and read the source, so it holds 29 permissions in excess (bigquery.tables.delete, bigquery.tables.update, bigquery.tables.updateData and 26 more). Fix: grant roles/bigquery.dataViewer instead. [excess-permissions]",
    ]);
  });

  it("rejects Data Viewer on a dataset that is no source", () => {
    expect(
      messages([...documentedStack(), make.datasetMember("hr", "hr", "roles/bigquery.dataViewer")], config),
    ).to.deep.equal([
      "mandatory: `hr` grants Segment roles/bigquery.dataViewer on dataset acme.hr. Segment needs nothing there, so it holds 10 permissions in excess (bigquery.tables.getData, bigquery.tables.export, bigquery.models.export and 7 more). Fix: remove the grant, or declare dataset acme.hr as a source. [excess-permissions]",
    ]);
  });

  it("rejects Data Viewer on the project when only a dataset is a source", () => {
    const [message, ...others] = messages(
      [...documentedStack(), make.projectMember("all", "roles/bigquery.dataViewer")],
      config,
    );
    expect(others).to.deep.equal([]);
    expect(message).to.include("`all` grants Segment roles/bigquery.dataViewer on project acme");
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
      "mandatory: `wide-crm` grants Segment projects/acme/roles/wide on dataset acme.crm. There Segment only has to list the source's datasets and tables and read the source, so it holds 2 permissions in excess (bigquery.tables.delete and bigquery.routines.delete). Fix: remove bigquery.tables.delete and bigquery.routines.delete from projects/acme/roles/wide. [excess-permissions]",
    ]);
  });

  it("rejects a wildcard in a custom role as all that it matches, named as written", () => {
    const stack = [
      ...documentedStack(),
      make.customRole("wild", ["bigquery.jobs.*"]),
      make.projectMember("wild-jobs", "projects/acme/roles/wild"),
    ];
    expect(messages(stack, config)).to.deep.equal([
      "mandatory: `wild-jobs` grants Segment projects/acme/roles/wild on project acme. There Segment only has to run queries, so it holds 6 permissions in excess (bigquery.jobs.*). Fix: remove bigquery.jobs.* from projects/acme/roles/wild. [excess-permissions]",
    ]);
  });

  it("rejects many small roles that add up, each by what it adds", () => {
    const small = ["bigquery.tables.delete", "bigquery.tables.updateData"].flatMap((permission, i) => [
      make.customRole(`small${i}`, [permission]),
      make.datasetMember(`small-grant${i}`, "crm", `projects/acme/roles/small${i}`),
    ]);
    const found = messages([...documentedStack(), ...small], config);
    expect(found).to.have.length(2);
    expect(found[0]).to.include(
      "`small-grant0` grants Segment projects/acme/roles/small0 on dataset acme.crm",
    );
    expect(found[1]).to.include("so it holds 1 permission in excess (bigquery.tables.updateData)");
  });

  it("rejects a role above the project, and says that it reaches every project", () => {
    const folder = {
      type: "gcp:folder/iAMMember:IAMMember",
      name: "folder",
      props: { folder: "folders/123", role: "roles/bigquery.jobUser", member: make.member },
    };
    const [message] = messages([...documentedStack(), folder], config);
    expect(message).to.include("`folder` grants Segment roles/bigquery.jobUser on folder 123");
    expect(message).to.include("Fix: grant roles on project acme and its datasets instead.");
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
    expect(messages(stack, config)[0]).to.include(
      "`elsewhere` grants Segment roles/bigquery.dataViewer on dataset other.crm",
    );
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
      "advisory: `own` and `read-crm` make one grant, roles/bigquery.dataViewer on dataset acme.crm to Segment. When any of them is deleted, Google removes the grant, and the others do not notice. Fix: keep one of them, and remove the others from the state without deleting the grant (pulumi state delete). [duplicate-grants]",
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
        expect(message).to.include(
          `\`extra\` grants Segment ${role} on project acme. There Segment only has to run queries`,
        );
        expect(others).to.deep.equal([]);
      });
    }

    it("rejects Data Viewer on a project, even a declared one", () => {
      const found = messages([...base, make.projectMember("all", "roles/bigquery.dataViewer")], {
        ...minimal,
        sources: ["acme", "acme.crm"],
      });
      expect(found).to.have.length(1);
      expect(found[0]).to.include("`all` grants Segment roles/bigquery.dataViewer on project acme");
    });

    it("accepts read sessions only where the Storage API is declared", () => {
      const storage = [...base, make.projectMember("sessions", "roles/bigquery.readSessionUser")];
      expect(messages(storage, { ...minimal, readApi: "STORAGE" })).to.deep.equal([]);
      expect(messages(storage, minimal)[0]).to.include(
        "There Segment only has to run queries, so it holds 3 permissions in excess (bigquery.readsessions.create, bigquery.readsessions.getData and bigquery.readsessions.update)",
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
        "There Segment only has to run queries, so it holds 1 permission in excess (bigquery.datasets.create)",
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
        "mandatory: `ml-grant` grants Segment projects/acme/roles/ml on dataset acme.ml. There Segment only has to use BigQuery ML (ML.EVALUATE, ML.TRAINING_INFO, ML.WEIGHTS and the like), so it holds 1 permission in excess (bigquery.models.create). Fix: remove bigquery.models.create from projects/acme/roles/ml. [excess-permissions]",
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
        "mandatory: `wide-crm` grants Segment wide on dataset acme.crm. There Segment only has to list the source's datasets and tables and read the source, so it holds 1 permission in excess (bigquery.tables.delete). Fix: remove bigquery.tables.delete from wide. [excess-permissions]",
      ]);
    });

    it("rejects Owner on a dataset that is not known yet, because it is in excess on any", () => {
      const open = {
        ...make.datasetMember("open", unknown, "roles/bigquery.dataOwner"),
        from: { datasetId: [] },
      };
      const found = messages([...documentedStack(), open], config);
      expect(
        found.some((one) =>
          one.includes(
            "grants Segment roles/bigquery.dataOwner on dataset acme.(datasetId of open, not known yet)",
          ),
        ),
      ).to.equal(true);
    });
  });
});
