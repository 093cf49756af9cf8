import { expect } from "chai";
import { make, messages, type TestResource, unknown } from "../support";

const { member } = make;

const tokens = "roles/iam.serviceAccountTokenCreator";

const config = { sources: [], checkMissing: false };

const email = (name: string, project = "acme") => `${name}@${project}.iam.gserviceaccount.com`;

const account = (name: string, project?: string) => `serviceAccount:${email(name, project)}`;

function onAccount(name: string, target: string, role: unknown, who: unknown = member): TestResource {
  return {
    type: "gcp:serviceaccount/iAMMember:IAMMember",
    name,
    props: { serviceAccountId: `projects/-/serviceAccounts/${target}`, role, member: who },
  };
}

/** What one of the two rules of impersonation says, without its level and its id. */
const said = (rule: string, resources: readonly TestResource[]) =>
  messages([make.account(), ...resources], config)
    .filter((one) => one.endsWith(` [${rule}]`))
    .map((one) => one.slice("mandatory: ".length, -` [${rule}]`.length));

const away = ". Fix: remove the grant.";

const onProject = `\`t\` grants Segment ${tokens} on project acme. With it Segment can act as every service account there`;

describe("what the messages of impersonates-others name", () => {
  it("names every account where the stack holds no other", () => {
    expect(said("impersonates-others", [make.projectMember("t", tokens)])).to.deep.equal([
      "`t` grants Segment roles/iam.serviceAccountTokenCreator on project acme. With it Segment can act as every service account there. Fix: remove the grant.",
    ]);
  });

  it("names three accounts, and how many more", () => {
    const others = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        make.projectMember(`m${at}`, "roles/browser", { member: account(`loader-${at}`) }),
      );
    const named = (count: number) =>
      Array.from(
        { length: count },
        (_, at) => `${account(`loader-${at}`)}, which holds roles/browser on project acme`,
      ).join("; ");
    const t = make.projectMember("t", tokens);
    expect(said("impersonates-others", [t, ...others(3)])).to.deep.equal([
      `${onProject}, among them ${named(3)}${away}`,
    ]);
    expect(said("impersonates-others", [t, ...others(5)])).to.deep.equal([
      `${onProject}, among them ${named(3)}; 2 more${away}`,
    ]);
  });

  it("names three grants of an account by name, and how many more", () => {
    const target = email("loader");
    const grants = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        make.datasetMember(`g${at}`, `d${String(count - at).padStart(2, "0")}`, "roles/bigquery.dataViewer", {
          member: `serviceAccount:${target}`,
        }),
      );
    const named = (count: number) =>
      Array.from(
        { length: count },
        (_, at) => `roles/bigquery.dataViewer on dataset acme.d${String(at + 1).padStart(2, "0")}`,
      );
    const begin = `\`t\` grants Segment ${tokens} on service account ${target}. With it Segment can act as serviceAccount:${target}, which holds `;
    const t = onAccount("t", target, tokens);
    expect(said("impersonates-others", [t, ...grants(4)])).to.deep.equal([
      `${begin}${named(3).join(", ")} and ${named(4)[3]}${away}`,
    ]);
    expect(said("impersonates-others", [t, ...grants(23)])).to.deep.equal([
      `${begin}${named(3).join(", ")} and 20 more${away}`,
    ]);
  });

  it("names a role that is unknown, and each grant once", () => {
    const target = email("loader");
    const open = (name: string) =>
      make.datasetMember(name, "crm", unknown, { member: `serviceAccount:${target}` });
    expect(said("impersonates-others", [onAccount("t", target, tokens), open("a"), open("b")])).to.deep.equal(
      [
        `\`t\` grants Segment ${tokens} on service account ${target}. With it Segment can act as serviceAccount:${target}, which holds a role that is unknown until the update on dataset acme.crm${away}`,
      ],
    );
  });

  it("asks for no deploying where the role lends more than account user", () => {
    const role = (...permissions: string[]) => [
      make.customRole("lend", permissions),
      onAccount("t", email("loader"), "projects/acme/roles/lend"),
    ];
    const begin = "`t` grants Segment projects/acme/roles/lend";
    const acts = `on service account ${email("loader")}. With it Segment can act as ${account("loader")}, which holds nothing by this stack's grants`;
    expect(
      said("impersonates-others", role("iam.serviceAccounts.actAs", "iam.serviceAccounts.signBlob")),
    ).to.deep.equal([`${begin} (iam.serviceAccounts.actAs and iam.serviceAccounts.signBlob) ${acts}${away}`]);
    expect(said("impersonates-others", role("iam.serviceAccounts.actAs"))).to.deep.equal([
      `${begin} (iam.serviceAccounts.actAs) ${acts}, through anything that it may deploy (this stack shows no permission to deploy)${away}`,
    ]);
  });

  it("names three accounts of a longer way, and how many more", () => {
    const way = ["a", "b", "c", "d", "e"];
    const chain = way.map((name, at) =>
      onAccount(name, email(name), tokens, at === 0 ? member : account(way[at - 1] ?? "")),
    );
    const named = (shown: string) =>
      said("impersonates-others", chain).find((one) =>
        one.startsWith(`Segment can act by way of ${shown} as`),
      );
    expect(named(`${account("a")}, ${account("b")} and ${account("c")}`)).to.include(` as ${account("d")}, `);
    expect(named(`${account("a")}, ${account("b")}, ${account("c")} and 1 more`)).to.equal(
      `Segment can act by way of ${account("a")}, ${account("b")}, ${account("c")} and 1 more as ${account("e")}, which holds nothing by this stack's grants. \`e\` grants ${account("d")} ${tokens} on service account ${email("e")}. Fix: remove one of the grants on the way.`,
    );
  });
});

describe("what the messages of impersonable-by-others name", () => {
  const ann = "user:ann@acme.com";
  it("names how many accounts lie between", () => {
    const chain = [
      onAccount("1", make.email, tokens, account("a")),
      onAccount("2", email("a"), tokens, account("b")),
      onAccount("3", email("b"), tokens, ann),
    ];
    const end = "Fix: remove this grant, or the next one on the way.";
    expect(said("impersonable-by-others", chain)).to.deep.equal([
      `\`1\` grants ${account("a")} ${tokens} on service account ${make.email}. With it ${account("a")} can act as Segment's account, which only Segment should use, by its key. Fix: remove the grant.`,
      `\`2\` grants ${account("b")} ${tokens} on service account ${email("a")}. With it ${account("b")} can act as ${account("a")}, which can act as Segment's account. ${end}`,
      `\`3\` grants ${ann} ${tokens} on service account ${email("b")}. With it ${ann} can act as ${account("b")}, which can act as Segment's account by way of 1 more. ${end}`,
    ]);
  });

  it("names the accounts below, and the one that leads on", () => {
    const direct = make.projectMember("wide", tokens, { member: ann });
    expect(said("impersonable-by-others", [direct])).to.deep.equal([
      "`wide` grants user:ann@acme.com roles/iam.serviceAccountTokenCreator on project acme. user:ann@acme.com is not an administrator of the project, and can act as every service account there: as Segment's account. Fix: grant the role on the accounts that it is meant for instead.",
    ]);
    const first = onAccount("1", make.email, tokens, account("a", "lake"));
    const wide = make.projectMember("wide", tokens, { member: ann, project: "lake" });
    expect(said("impersonable-by-others", [first, wide])[1]).to.equal(
      `\`wide\` grants ${ann} ${tokens} on project lake. ${ann} is not an administrator of the project, and can act as every service account there: as ${account("a", "lake")}, which can act as Segment's account. Fix: grant the role on the accounts that it is meant for instead.`,
    );
  });
});
