import { expect } from "chai";
import { undeterminedImpersonators } from "../../../policy/impersonation/undeterminedImpersonators";
import { access } from "../access/stackFrom";
import { make, type TestResource, unknown } from "../support";
import {
  account,
  address,
  ann,
  as,
  condition,
  entitlement,
  expired,
  loader,
  onAccount,
  onFolder,
  onProject,
  segment,
  threeAccounts,
  tokens,
} from "./stacks";

const open = condition(unknown);

/** What is open, by grant: the account that it is about, and the property. */
const found = (...resources: readonly TestResource[]) =>
  undeterminedImpersonators(access([...threeAccounts, ...resources])).map(
    ({ grant, segment, property }) => `${grant.resourceName} ${segment.identity} ${property}`,
  );

const from = (grant: TestResource, ...names: string[]): TestResource => ({
  ...grant,
  from: { serviceAccountId: names },
});

describe("who can act as Segment's account is unknown until the update", () => {
  const table: readonly [title: string, grant: TestResource, property: string][] = [
    ["while the role on it is not known", onAccount("1", segment, unknown, ann), "role"],
    ["while the condition on it is not known", onAccount("1", segment, tokens, ann, open), "condition"],
    ["while the account is not known", onAccount("1", unknown, tokens, ann), "serviceAccountId"],
    ["while neither account nor role is known", onAccount("1", unknown, unknown, ann), "role"],
    [
      "while the account is one of several",
      from(onAccount("1", unknown, tokens, ann), "loader", "segment"),
      "serviceAccountId",
    ],
    [
      "while the account comes from elsewhere",
      from(onAccount("1", unknown, tokens, ann), "2"),
      "serviceAccountId",
    ],
    [
      "while the account is a number that none of the stack has",
      onAccount("1", "projects/-/serviceAccounts/222", tokens, ann),
      "serviceAccountId",
    ],
    [
      "while neither account nor condition is known",
      onAccount("1", unknown, tokens, ann, open),
      "serviceAccountId",
    ],
    ["while the project is not known", onProject("1", tokens, ann, { project: unknown }), "project"],
    ["while the folder is not known", onFolder("1", tokens, ann, { folder: unknown }), "folder"],
    ["while the role above it is not known", onProject("1", unknown, ann), "role"],
    ["while the role on a folder is not known", onFolder("1", unknown, ann), "role"],
    ["while neither project nor role is known", onProject("1", unknown, ann, { project: unknown }), "role"],
    ["while the member above it is not known", onProject("1", tokens, unknown), "member"],
    ["while the condition above it is not known", onProject("1", tokens, ann, open), "condition"],
    ["while neither member nor condition above it is known", onProject("1", tokens, unknown, open), "member"],
    ["on a folder, of which it is not known what lies in it", onFolder("1", tokens, ann, open), "folder"],
  ];
  const other: TestResource = { type: "random:index/randomId:RandomId", name: "2", props: {} };
  for (const [title, grant, property] of table)
    it(title, () => {
      expect(found(other, grant)).to.deep.equal([`1 ${segment} ${property}`]);
    });

  it("for each of Segment's accounts", () => {
    const two = account("segment-two");
    expect(found(two, onProject("1", tokens, unknown))).to.deep.equal([
      `1 ${address("segment-two")} member`,
      `1 ${segment} member`,
    ]);
    expect(found(two, onAccount("1", segment, unknown, ann))).to.deep.equal([`1 ${segment} role`]);
  });
});

describe("who can act as an account that can act as Segment's is unknown until the update", () => {
  const byLoader = onAccount("0", segment, tokens, as(loader));
  const over = (...resources: readonly TestResource[]) =>
    undeterminedImpersonators(access([...threeAccounts, byLoader, ...resources])).map(
      ({ grant, property, target }) => `${grant.resourceName} ${target?.identity} ${property}`,
    );

  it("while the role on it is not known", () => {
    expect(over(onAccount("1", loader, unknown, ann))).to.deep.equal([`1 ${loader} role`]);
  });

  it("while the role above it is not known", () => {
    const there = address("loader", "other");
    const grants = [
      onAccount("1", segment, tokens, as(there)),
      onProject("2", unknown, ann, { project: "other" }),
    ];
    expect(over(...grants)).to.deep.equal([`2 ${there} role`]);
  });

  it("and is said of the one of Segment's accounts that it can act as", () => {
    const two = account("segment-two");
    expect(
      undeterminedImpersonators(
        access([...threeAccounts, two, byLoader, onAccount("1", loader, unknown, ann)]),
      ).map(({ segment, target }) => `${segment.identity} ${target?.identity}`),
    ).to.deep.equal([`${segment} ${loader}`]);
  });

  it("and is said once, about Segment's account, where the role is above both", () => {
    expect(over(onProject("1", unknown, ann))).to.deep.equal(["1 undefined role"]);
  });

  it("and can be told of others, of itself and of people", () => {
    const grants = [
      onAccount("1", address("ci"), unknown, ann),
      onAccount("2", loader, unknown, as(loader)),
      onAccount("3", segment, tokens, ann),
      onAccount("4", loader, "roles/viewer", ann, open),
      onAccount("5", loader, unknown, ann, expired),
    ];
    expect(over(...grants)).to.deep.equal([]);
  });
});

describe("who can act as Segment's account can be told", () => {
  it("where Segment's account has another number", () => {
    const numbered = account("segment", { uniqueId: "111" });
    const on = (number: string) => onAccount("1", `projects/-/serviceAccounts/${number}`, tokens, ann, open);
    const said = (number: string) =>
      undeterminedImpersonators(access([numbered, on(number)])).map(({ property }) => property);
    expect([said("222"), said("111")]).to.deep.equal([[], ["condition"]]);
  });

  it("where it is not of this stack, and the account one of several that are", () => {
    const named = onProject("0", "roles/bigquery.jobUser", as(address("segment", "other")));
    const grants = [named, from(onAccount("1", unknown, tokens, ann), "loader", "ci")];
    expect(undeterminedImpersonators(access([account("loader"), account("ci"), ...grants]))).to.deep.equal(
      [],
    );
  });

  const table: readonly [title: string, ...grants: TestResource[]][] = [
    ["where all is known", onAccount("1", segment, tokens, ann), onProject("2", tokens, ann)],
    [
      "where the condition has expired",
      onAccount("1", segment, tokens, ann, expired),
      onProject("2", tokens, ann, expired),
    ],
    [
      "where the condition has expired, whatever else is not known",
      onAccount("1", segment, unknown, ann, expired),
      onAccount("2", unknown, tokens, ann, expired),
      onProject("3", tokens, ann, { project: unknown, ...expired }),
      onProject("4", tokens, unknown, expired),
      onFolder("5", tokens, ann, expired),
    ],
    [
      "of another project's account, known by its number",
      onAccount("1", "projects/other/serviceAccounts/222", tokens, ann),
    ],
    ["of another account", onAccount("1", loader, tokens, ann, open), onAccount("2", loader, unknown, ann)],
    ["of an account that is not Segment's", from(onAccount("1", unknown, tokens, ann), "loader", "ci")],
    [
      "where the role allows nothing of the kind",
      onAccount("1", unknown, "roles/viewer", ann),
      onAccount("2", segment, "roles/viewer", ann, open),
    ],
    [
      "where nobody knows the role",
      onAccount("1", unknown, "roles/x", ann),
      onProject("2", "roles/x", unknown),
    ],
    [
      "while the role above it is not known, where that narrows to data",
      onProject("1", unknown, ann, {
        condition: {
          title: "t",
          expression: 'resource.name.startsWith("projects/acme/datasets/crm/tables/users")',
        },
      }),
      onProject("2", unknown, ann, expired),
    ],
    ["while the role above another project is not known", onProject("1", unknown, ann, { project: "other" })],
    [
      "while an administrator's role is not known",
      onProject("1", unknown, ann),
      onProject("2", "roles/owner", ann),
    ],
    [
      "where nothing of the kind is allowed above it",
      onProject("1", "roles/viewer", unknown),
      onProject("2", "roles/bigquery.user", ann, { project: unknown }),
    ],
    [
      "where a basic role is held above it",
      onProject("1", "roles/editor", unknown),
      onProject("2", "roles/owner", ann, { project: unknown }),
    ],
    [
      "of another project",
      onProject("1", tokens, unknown, { project: "other" }),
      onProject("2", tokens, ann, { ...open, project: "other" }),
    ],
    ["of an administrator", onProject("1", tokens, ann, open), onProject("2", "roles/owner", ann)],
    [
      "where it is Segment's own",
      onAccount("1", unknown, tokens, as(segment)),
      onProject("2", tokens, as(segment), open),
    ],
    [
      "where it stands for nobody",
      onAccount("1", unknown, tokens, "deleted:user:ann@acme.com?uid=1"),
      onProject("2", tokens, "user:", open),
    ],
    [
      "on a dataset",
      make.datasetMember("1", unknown, tokens, { member: ann }),
      make.datasetMember("2", "crm", unknown, { member: ann }),
    ],
    ["where it has to be asked for", entitlement("1", tokens, unknown)],
  ];
  for (const [title, ...grants] of table)
    it(title, () => {
      expect(found(...grants)).to.deep.equal([]);
    });
});
