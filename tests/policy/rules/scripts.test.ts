import { expect } from "chai";
import { documentedStack, make, messages, type TestResource } from "../support";

const bind = `gcloud projects add-iam-policy-binding acme --member=${make.member} --role=roles/owner`;

const base64 = Buffer.from(bind).toString("base64");

const said = (create: string, props: object = {}, type = "command:local:Command"): string[] => {
  const resource: TestResource = { type, name: "c", props: { create, ...props } };
  return messages([...documentedStack(), resource], { sources: ["acme.crm"], serviceAccounts: [make.email] });
};

const mandatory = (all: readonly string[]) => all.filter((one) => one.startsWith("mandatory"));

describe("a script that gives Segment's account a role", () => {
  const ways: readonly [string, string, object?][] = [
    ["plainly", bind],
    ["by a member in a variable of its own", `M=${make.member}\n${bind.replace(make.member, "$M")}`],
    ["by a member in its environment", bind.replace(make.member, "$M"), { environment: { M: make.member } }],
    ["by a command in a variable", `CMD="${bind}"; $CMD`],
    ["by flags in a variable", `FLAGS='${bind.slice(42)}'; ${bind.slice(0, 42)} $FLAGS`],
    ["by a tool in a variable", bind.replace("gcloud", '"$GCLOUD"')],
    ["by a tool that nobody knows", bind.replace("gcloud", "cloudctl")],
    ["in a default", `ETAG=\${ETAG:-$(${bind})}`],
    ["in a loop", `for R in owner editor; do ${bind.replace("owner", "$R")}; done`],
    ["by xargs", `echo ${make.email} | xargs -I{} ${bind.replace(make.email, "{}")}`],
    ["by eval", `eval "${bind}"`],
    ["by printf into a shell", `printf '${bind}\\n' | sh`],
    ["by what a group prints", `{ echo '${bind}'; } | bash`],
    ["in a document for a group", `(bash) <<'END'\n${bind}\nEND\n`],
    ["in a document for another machine", `ssh host <<'END'\n${bind}\nEND\n`],
    [
      "in a document for bq",
      `bq query <<'SQL'\nGRANT \`roles/owner\` ON SCHEMA hr TO "${make.member}"\nSQL\n`,
    ],
    ["by a pipe into bq", `echo 'GRANT \`roles/owner\` ON SCHEMA hr TO "${make.member}"' | bq query`],
    ["behind a quote that does not end", `${bind}; echo 'it`],
    ["in base64", `echo ${base64} | base64 -d | sh`],
    [
      "by Python",
      `python3 -c "run(['gcloud','projects','add-iam-policy-binding','acme','--member=${make.member}'])"`,
    ],
    ["by Python in a document", `python3 - <<'END'\ngrant('${make.email}', 'roles/owner')\nEND\n`],
    [
      "by the API",
      `curl -X POST https://x.googleapis.com/v1/projects/acme:setIamPolicy -d '{"members":["${make.member}"]}'`,
    ],
    ["by an address put together", bind.replace(make.email, 'segment@"$PROJECT".iam.gserviceaccount.com')],
    ["beside a grant that was read", `${bind.replace(make.member, "user:a@acme.com")}; grant ${make.email}`],
    [
      "in a key's command by a tool in a variable",
      `$G iam service-accounts keys create k --iam-account=${make.email}`,
    ],
  ];
  for (const [way, script, props] of ways)
    it(`rejects it ${way}`, () => {
      expect(mandatory(said(script, props))).to.not.deep.equal([]);
    });

  it("rejects a whole policy from a file, which may name anybody", () => {
    expect(mandatory(said("bq update --source access.json acme:crm"))).to.have.length(1);
    expect(said("gcloud projects set-iam-policy acme policy.json")).to.deep.equal([
      "mandatory: create of command:local:Command `c` cannot be read: it sets a policy or an access list from a file. It may grant anything to anybody, Segment included. Fix: write it as the policy's JSON, or grant by members. [unreadable-grant]",
    ]);
  });

  it("accepts what looks, prints or takes away, and what is about others", () => {
    for (const script of [
      `echo "${bind}"`,
      bind.replace("add-", "remove-"),
      `gcloud iam service-accounts describe ${make.email}`,
      bind.replace(make.member, "user:ann@acme.com").replace("owner", "browser"),
      "gcloud run services set-iam-policy web policy.yaml",
    ])
      expect(said(script), script).to.deep.equal([]);
  });
});
