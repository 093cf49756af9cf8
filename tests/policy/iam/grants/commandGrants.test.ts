import { expect } from "chai";
import type { Scope } from "../../../../policy/iam/scope";
import { UNKNOWN } from "../../../../policy/stack/plain";
import { make, type TestResource, unknown } from "../../support";
import { only, open, put, read, type Telling, told, type Told, unread, urnOf } from "./support";

const role = "roles/browser";

const ann = "user:ann@acme.com";

const acme = { kind: "project", project: "acme" } as const;

const as = (over: Partial<Told> = {}): Told => ({
  shape: "command",
  scope: acme,
  role,
  member: ann,
  ...over,
});

const flags = `--member=${ann} --role=${role}`;

const bind = `gcloud projects add-iam-policy-binding acme ${flags}`;

const command = (
  props: TestResource["props"],
  from: TestResource["from"] = {},
  type = "command:local:Command",
): TestResource => ({ type, name: "it", props, from });

describe("the scope of a grant by command", () => {
  const account = (project: string, email: string): Scope => ({ kind: "serviceAccount", project, email });
  const numbered = make.account({ uniqueId: "100" });
  const rows: readonly [string, Scope][] = [
    ["gcloud projects add-iam-policy-binding acme", acme],
    ["gcloud resource-manager folders add-iam-policy-binding folders/12", { kind: "folder", folder: "12" }],
    ["gcloud organizations add-iam-policy-binding 34", { kind: "organization", organization: "34" }],
    [
      "gcloud iam service-accounts add-iam-policy-binding Ops@lake.iam.gserviceaccount.com",
      account("lake", "ops@lake.iam.gserviceaccount.com"),
    ],
    [
      "gcloud iam service-accounts add-iam-policy-binding 7-compute@developer.gserviceaccount.com",
      account("-", "7-compute@developer.gserviceaccount.com"),
    ],
    ["gcloud iam service-accounts add-iam-policy-binding 100", account("acme", make.email)],
    [
      `gcloud iam service-accounts add-iam-policy-binding projects/-/serviceAccounts/${make.email}`,
      account("acme", make.email),
    ],
    [
      "gcloud storage buckets add-iam-policy-binding gs://assets",
      { kind: "other", type: "storage buckets", id: "gs://assets" },
    ],
    ["bq add-iam-policy-binding -d lake:crm", { kind: "dataset", project: "lake", dataset: "crm" }],
    [
      "bq add-iam-policy-binding -t lake:crm.users",
      { kind: "table", project: "lake", dataset: "crm", table: "users" },
    ],
  ];
  for (const [words, scope] of rows)
    it(`is read from ${words}`, () => {
      expect(told(command({ create: `${words} ${flags}` }), numbered)).to.deep.equal(only(as({ scope })));
    });
});

describe("the grants of a Command", () => {
  const other = "--member=user:bob@acme.com";
  const byBob = bind.replace(`--member=${ann}`, other);
  const rows: readonly [string, TestResource["props"], Telling][] = [
    ["by what it creates with", { create: bind }, only(as())],
    ["by what it reads", { create: "bash", stdin: bind }, only(as())],
    [
      "by all that it runs, in the order in which it does",
      { delete: byBob, update: bind, create: byBob },
      only(as({ member: "user:bob@acme.com" }), as(), as({ member: "user:bob@acme.com" })),
    ],
    ["not by what it does not run", { dir: bind, logging: bind, triggers: [bind], stdout: bind }, only()],
    [
      "on a condition",
      { create: `${bind} --condition='expression=1 < 2,title=t'` },
      only(as({ condition: { expression: "1 < 2", title: "t" } })),
    ],
    [
      "on a condition that stands in a file",
      { create: `${bind} --condition-from-file=c.yaml` },
      only(as({ condition: UNKNOWN })),
    ],
    [
      "with the variables of its environment",
      {
        create: bind.replace(ann, "$WHO").replace("acme", "$PROJECT"),
        environment: { WHO: ann, PROJECT: "lake" },
      },
      only(as({ scope: { kind: "project", project: "lake" } })),
    ],
    [
      "not with variables of which the environment knows no text",
      {
        create: bind.replace(ann, "$WHO"),
        update: bind.replace(ann, "$NONE"),
        environment: { WHO: unknown, NONE: null, [ann]: ann },
      },
      unread(put("create"), put("update")),
    ],
    [
      "not with an environment that is not known yet",
      { create: bind.replace(ann, "$WHO"), environment: unknown },
      unread(put("create")),
    ],
    [
      "with what is known beside what is put together, which is told with the addresses in it",
      {
        create: [
          bind,
          `${bind} --project=$P`.replace(ann, "$WHO"),
          bind.replace(role, "$ROLE").replace(ann, `${make.member.toUpperCase()},x-${make.email}`),
          bind.replace("binding acme", "binding $PROJECT").replace(ann, make.member),
        ].join("\n"),
      },
      { grants: [as()], unreadable: [put("create", make.email, `x-${make.email}`)] },
    ],
    ["nothing, of other commands", { create: "gcloud projects describe acme" }, only()],
    ["nothing, of one that is broken, yet grants nothing", { create: "echo 'it" }, only()],
    ["nothing, of none", {}, only()],
    [
      "nothing, of one that is no text",
      { create: [bind], update: { bind }, delete: null, stdin: "" },
      only(),
    ],
    [
      "what is unknown until the update",
      { create: unknown, update: bind },
      { grants: [as()], unreadable: [open("create")] },
    ],
  ];
  for (const [what, props, expected] of rows)
    it(`are ${what}`, () => {
      expect(told(command(props))).to.deep.equal(expected);
      expect(told(command(props, {}, "command:remote:Command"))).to.deep.equal(expected);
    });

  it("are told with the resource", () => {
    const resource = command({ create: `${bind}\n${bind.replace(role, "$ROLE")}` });
    const where = { urn: urnOf(resource), resourceName: "it", resourceType: "command:local:Command" };
    const { grants, unreadable } = read(resource);
    expect(
      grants.map(({ urn, resourceName, resourceType }) => ({ urn, resourceName, resourceType })),
    ).to.deep.equal([where]);
    expect(unreadable).to.deep.equal([{ ...where, ...put("create") }]);
  });

  it("name the accounts of the stack that a part comes from, and nothing else that it comes from", () => {
    const bucket: TestResource = { type: "gcp:storage/bucket:Bucket", name: "assets", props: {} };
    const from = { create: ["assets", "segment"], update: ["assets"], delete: [] };
    const resource = command({ create: `${bind}$X`, update: unknown, delete: unknown }, from);
    expect(told(resource, make.account(), bucket)).to.deep.equal(
      unread({ ...put("create"), accounts: [make.email] }, open("delete")),
    );
  });
});
