import { expect } from "chai";
import { make, type TestResource, unknown } from "../../support";
import { only, type Telling, told, type Told, unread } from "./support";

const role = "roles/browser";

const ann = "user:ann@acme.com";

const as = (name = "ann", project = "acme"): Told => ({
  shape: "command",
  scope: { kind: "project", project },
  role,
  member: `user:${name}@acme.com`,
});

const words = (name = "ann", project = "acme") => [
  ...["gcloud", "projects", "add-iam-policy-binding", project],
  ...[`--member=user:${name}@acme.com`, `--role=${role}`],
];

const bind = (...args: readonly string[]) => words(...args).join(" ");

const open = `gcloud projects add-iam-policy-binding acme --member=${make.member} --role=$ROLE`;

const dynamic = (props: TestResource["props"], from: TestResource["from"] = {}): TestResource => ({
  type: "pulumi-nodejs:dynamic:Resource",
  name: "it",
  props,
  from,
});

const put = (property: string, ...names: readonly string[]) => ({
  property,
  why: "a part of what it grants is put together when it runs",
  unknown: false,
  accounts: [] as readonly string[],
  names,
});

describe("the grants of a dynamic resource", () => {
  const rows: readonly [string, TestResource["props"], Telling][] = [
    ["by a text", { command: bind() }, only(as())],
    ["by each property", { a: bind(), b: bind("bob") }, only(as(), as("bob"))],
    ["by a list of words", { argv: words() }, only(as())],
    ["by a list of commands, each once", { commands: [bind(), bind("bob")] }, only(as(), as("bob"))],
    [
      "by the commands among other texts of a list",
      { argv: ["set -e", bind(), bind("bob"), "exit"] },
      only(as(), as("bob")),
    ],
    [
      "by what lies deeper, each once",
      { a: { b: [{ c: bind() }, words("bob"), [bind("cem")], null, 7, true] } },
      only(as(), as("bob"), as("cem")),
    ],
    [
      "by words with others beside them",
      { argv: [null, ...words(), 7, { more: bind("bob") }] },
      only(as(), as("bob")),
    ],
    ["nothing, of none", { a: null, b: 7, c: [], d: {}, e: "" }, only()],
    ["nothing, of texts that only sound like it", { a: bind().slice("gcloud ".length), b: "gcloud" }, only()],
    ["nothing, of another tool", { a: bind().replace("gcloud", "mygcloud") }, only()],
    ["nothing that is not known yet", { a: unknown, b: [unknown], c: { d: unknown } }, only()],
    [
      "what is put together of words that are not known yet",
      { argv: words().map((word) => (word.startsWith("--member") ? unknown : word)) },
      unread(put("argv")),
    ],
    [
      "what is put together, once for a property, with the addresses of all its commands",
      {
        a: [open, open.replace("segment", "other"), open, bind()],
        b: open,
        c: bind("bob"),
      },
      {
        grants: [as(), as("bob")],
        unreadable: [put("a", make.email, "other@acme.iam.gserviceaccount.com"), put("b", make.email)],
      },
    ],
  ];
  for (const [what, props, expected] of rows)
    it(`are ${what}`, () => {
      expect(told(dynamic(props))).to.deep.equal(expected);
    });

  it("name the accounts of the stack that a property comes from", () => {
    const resource = dynamic({ a: open, b: open }, { a: ["segment"] });
    expect(told(resource, make.account())).to.deep.equal(
      unread({ ...put("a", make.email), accounts: [make.email] }, put("b", make.email)),
    );
  });
});

describe("the commands in a provider's code", () => {
  const rows: readonly [string, string, Telling][] = [
    ["end with the quotes around them", `exec("${bind()}", 'x')`, only(as())],
    [
      "end with the nearest quotes before them",
      `run('"' + \`sudo -n ${bind()}\`, "x").then("y")`,
      only(as()),
    ],
    ["may follow others in the quotes", `exec("set -e; cd /srv && ${bind()}").then(f)`, only(as())],
    ["end with the line where no quotes are", `#!/bin/sh\n${bind()}\necho "it's`, only(as())],
    ["end with the line where the quotes stand before it", `const x = "y";\n${bind()}\nf("z")`, only(as())],
    ["end with the text", `x\n${bind()}`, only(as())],
    [
      "are each read once",
      `f("${bind()}");\nf('${bind("bob")}');\n${bind("cem")}`,
      only(as(), as("bob"), as("cem")),
    ],
    [
      "are one, where two stand in the same quotes",
      `f("${bind()} && ${bind("bob")}")`,
      only(as(), as("bob")),
    ],
    ["keep the other quotes in them", `f("${bind().replace(ann, `'${ann}'`)}")`, only(as())],
    [
      "go on over a line where the quotes do",
      `f(\`${bind().replaceAll(" --", " \\\n  --")}\`); g("--role=roles/owner")`,
      only(as()),
    ],
    ["do not begin in a tool's name alone", `"gcloud"; ${bind().replace("gcloud ", "gcloud-")}`, only()],
    ["begin at a tool's name on a line of its own", `gcloud\n${bind()}\n`, only(as())],
    ["are ended by quotes that stand just within reach", `"${" ".repeat(199)}${bind()}"`, only(as())],
    ["with holes in them are told", `f("${open}", "x")`, unread(put("code", make.email))],
  ];
  for (const [what, code, expected] of rows)
    it(what, () => {
      expect(told(dynamic({ code }))).to.deep.equal(expected);
    });
});
