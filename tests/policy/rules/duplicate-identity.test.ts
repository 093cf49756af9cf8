import { expect } from "chai";
import { make, type TestResource, unknown, verdicts } from "../support";
import { keyFile } from "./keys/support";
import { component, said } from "./keySupport";
import { readExamples } from "./readExamples";

describe("rule duplicate-identity", () => {
  const example = readExamples().get("duplicate-identity");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "mandatory",
        "segment",
        "`segment` and `segment-2` create the same service account, acme.segment. The update creates the first and fails at the second. Fix: give one of them another id, or let both use one resource. [duplicate-identity]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});

describe("rule duplicate-identity, of each kind of resource", () => {
  type Props = Readonly<Record<string, unknown>>;
  const resource = (type: string, name: string, props: Props, parent?: string): TestResource => ({
    type,
    name,
    props: { project: "acme", ...props },
    parent,
  });
  const account = (name: string, props: Props) =>
    resource("gcp:serviceaccount/account:Account", name, { accountId: "segment", ...props });
  const dataset = (name: string, datasetId: unknown, props: Props = {}, parent?: string) =>
    resource("gcp:bigquery/dataset:Dataset", name, { datasetId, ...props }, parent);
  const role = (name: string, roleId: string, props: Props = {}) =>
    resource("gcp:projects/iAMCustomRole:IAMCustomRole", name, {
      roleId,
      permissions: ["bigquery.jobs.create"],
      ...props,
    });
  const secret = (name: string, props: Props = {}) =>
    resource("gcp:secretmanager/secret:Secret", name, { secretId: "key", ...props });
  const regional = (name: string, location: unknown) =>
    resource("gcp:secretmanager/regionalSecret:RegionalSecret", name, { secretId: "key", location });
  const version = (props: Props) =>
    resource("gcp:secretmanager/secretVersion:SecretVersion", "version", {
      secretData: keyFile(make.email, "MARKED"),
      ...props,
    });
  const regionalVersion = {
    ...version({ secret: "projects/acme/locations/eu/secrets/key" }),
    type: "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion",
  };
  const granted = make.projectMember("granted", "projects/acme/roles/jobs");
  const other = make.projectMember("other", "roles/bigquery.user");
  const unread = make.projectMember("unread", unknown);
  const first = { ...component(), name: "first" };
  const second = { ...component({ serviceAccountEmail: "b@acme.iam.gserviceaccount.com" }), name: "second" };

  const clash = (what: string) =>
    `mandatory: \`a\` and \`b\` create the same ${what}. The update creates the first and fails at the second. Fix: give one of them another id, or let both use one resource. [duplicate-identity]`;
  const judged = (stack: readonly TestResource[], config: Props = {}) =>
    said(["duplicate-identity"], [make.account(), ...stack], config);

  const rejected: readonly (readonly [string, string, readonly TestResource[], Props?])[] = [
    [
      "an account beside another of Segment's",
      "service account, acme.b",
      [account("a", { accountId: "b" }), account("b", { accountId: "b" })],
      { serviceAccounts: [make.email, "b@acme.iam.gserviceaccount.com"] },
    ],
    [
      "the usual state dataset",
      "dataset, acme.__segment_reverse_etl",
      [dataset("a", "__segment_reverse_etl"), dataset("b", "__segment_reverse_etl")],
    ],
    [
      "the usual state dataset, where the config names another",
      "dataset, acme.__segment_reverse_etl",
      [dataset("a", "__segment_reverse_etl"), dataset("b", "__segment_reverse_etl")],
      { stateDataset: "state" },
    ],
    [
      "the configured state dataset",
      "dataset, acme.state",
      [dataset("a", "state"), dataset("b", "state")],
      { stateDataset: "state" },
    ],
    [
      "a dataset within one of two components",
      "dataset, acme.crm",
      [first, second, dataset("a", "crm", {}, "first"), dataset("b", "crm")],
    ],
    [
      "a custom role that Segment holds beside others",
      "custom role, acme.jobs",
      [role("a", "jobs"), role("b", "jobs"), other, granted, unread],
    ],
    [
      "a custom role that one of two accounts holds",
      "custom role, acme.jobs",
      [role("a", "jobs"), role("b", "jobs"), granted],
      { serviceAccounts: [make.email, "b@acme.iam.gserviceaccount.com"] },
    ],
    [
      "a secret that holds the key, beside one that does too",
      "secret, acme.key",
      [
        secret("a"),
        secret("b"),
        version({ secret: "projects/acme/secrets/key" }),
        { ...version({ secret: "projects/vault/secrets/key" }), name: "elsewhere" },
      ],
    ],
    [
      "a regional secret that holds the key",
      "secret, acme.key in eu",
      [regional("a", "eu"), regional("b", "eu"), regionalVersion],
    ],
  ];
  for (const [title, what, stack, config] of rejected)
    it(`rejects ${title} and names both`, () => {
      expect(judged(stack, config)).to.deep.equal([clash(what)]);
    });

  const accepted: readonly (readonly [string, readonly TestResource[], Props?])[] = [
    ["accounts of others", [account("a", { accountId: "billing" }), account("b", { accountId: "billing" })]],
    ["one account in two projects", [account("a", { project: "lab" })]],
    [
      "datasets of others",
      [dataset("a", "crm"), dataset("b", "crm")],
      { stateDataset: "state", sources: ["acme.crm"] },
    ],
    [
      "a dataset in another project than the state dataset",
      [dataset("a", "state", { project: "lab" }), dataset("b", "state", { project: "lab" })],
      { stateDataset: "acme.state" },
    ],
    [
      "datasets whose ids are not known yet",
      [first, dataset("a", unknown, {}, "first"), dataset("b", unknown, {}, "first")],
    ],
    [
      "datasets whose projects are not known yet",
      [
        first,
        dataset("a", "crm", { project: unknown }, "first"),
        dataset("b", "crm", { project: unknown }, "first"),
      ],
    ],
    ["custom roles that Segment does not hold", [role("a", "lists"), role("b", "lists"), granted, unread]],
    [
      "custom roles of another project",
      [role("a", "jobs", { project: "lab" }), role("b", "jobs", { project: "lab" }), granted],
    ],
    ["secrets without the key", [secret("a"), secret("b")]],
    [
      "secrets beside that with the key",
      [
        secret("a", { secretId: "x" }),
        secret("b", { secretId: "x" }),
        secret("c"),
        version({ secret: "projects/acme/secrets/key" }),
      ],
    ],
    ["regional secrets of two places", [regional("a", "eu"), regional("b", "us"), regionalVersion]],
    [
      "regional secrets of places not known yet",
      [regional("a", unknown), regional("b", unknown), regionalVersion],
    ],
    ["a secret and a regional secret", [secret("a"), regional("b", "eu"), regionalVersion]],
  ];
  for (const [title, stack, config] of accepted)
    it(`accepts ${title}`, () => {
      expect(judged(stack, config)).to.deep.equal([]);
    });
});
