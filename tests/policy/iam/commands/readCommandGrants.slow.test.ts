import { expect } from "chai";
import fc from "fast-check";
import type { CommandGrant } from "../../../../policy/iam/commands/commandGrant";
import { readCommandGrants } from "../../../../policy/iam/commands/readCommandGrants";
import { UNKNOWN } from "../../../../policy/stack/plain";

const segment = "serviceAccount:segment@acme.iam.gserviceaccount.com";

const editor = "roles/bigquery.dataEditor";

const bind = `gcloud projects add-iam-policy-binding acme --member=${segment} --role=${editor}`;

const made = (over: Partial<CommandGrant> = {}): CommandGrant => ({
  roles: [editor],
  on: { kind: "project", path: ["acme"] },
  grantees: [segment],
  ...over,
});

const on = (kind: CommandGrant["on"]["kind"], ...path: CommandGrant["on"]["path"]) =>
  made({ on: { kind, path } });

const other = (type: string, resource: string) => made({ on: { kind: "other", path: [resource], type } });

const sql = `GRANT \\\`${editor}\\\` ON SCHEMA acme.crm TO '${segment}'`;

const rawSql = `GRANT \`${editor}\` ON SCHEMA acme.crm TO "${segment}"`;

const bySql = on("schema", "acme", "crm");

const result = (grants: CommandGrant[], unreadable = false) => ({ grants, keyCreations: [], unreadable });

describe("readCommandGrants", () => {
  describe("finds the binding in", () => {
    const table: readonly [string, string, CommandGrant[]][] = [
      ["gcloud", bind, [made()]],
      ["flags without =", bind.replaceAll(/--(member|role)=/g, "--$1 "), [made()]],
      [
        "flags before the resource",
        `gcloud --quiet --project p projects add-iam-policy-binding --role=${editor} --member ${segment} acme`,
        [made()],
      ],
      [
        "quotes",
        `gcloud 'projects' add-iam-policy-binding "acme" --member="${segment}" --role='${editor}'`,
        [made()],
      ],
      [
        "quotes within a word",
        `gc"lo"ud projects add-iam-policy-b'inding' acme --member=service"Account:"${segment.slice(15)} --role=$'roles\\x2fbigquery\\u002edata\\105ditor'`,
        [made()],
      ],
      ["continued lines", bind.replaceAll(" ", " \\\n  "), [made()]],
      ["continued lines of Windows", bind.replaceAll(" ", " \\\r\n  "), [made()]],
      ["a path to the tool", bind.replace("gcloud", "/opt/google-cloud-sdk/bin/gcloud"), [made()]],
      ["the tool of Windows", bind.replace("gcloud", "gcloud.cmd"), [made()]],
      ["a beta track", bind.replace("gcloud", "gcloud beta"), [made()]],
      ["sudo, env and timeout", `sudo -E env CLOUDSDK_CORE_PROJECT=x timeout 5m ${bind}`, [made()]],
      ["an assignment before it", `CLOUDSDK_CORE_PROJECT=x ${bind}`, [made()]],
      ["a container", `docker run --rm google/cloud-sdk ${bind}`, [made()]],
      ["a chain", `set -e; true && ${bind} || ${bind} | tee log & ${bind}`, [made(), made(), made()]],
      [
        "branches and loops",
        `if true; then ${bind}; else ${bind}; fi\nfor x in 1; do ${bind}; done\nwhile ! ${bind}; do sleep 1; done`,
        [made(), made(), made(), made()],
      ],
      [
        "a function, a group and a subshell",
        `grant() { ${bind}; }; { ${bind}; }; (${bind})`,
        [made(), made(), made()],
      ],
      ["a case", `case $1 in a) ${bind} ;; esac`, [made()]],
      ["redirections", `2>&1 ${bind} >/dev/null 2>err.log < in`, [made()]],
      ["bash -c", `bash -c '${bind}'`, [made()]],
      ["bash with other flags", `/bin/bash -euxo pipefail -c "${bind}"`, [made()]],
      ["bash in bash", `sh -c "bash -lc '${bind}'"`, [made()]],
      ["eval", `eval "${bind}"`, [made()]],
      ["ssh", `ssh host "sudo ${bind}"`, [made()]],
      ["what a shell reads", `echo "${bind}" | sh`, [made()]],
      ["what a shell reads from a document", `bash <<'END'\n${bind}\nEND\n`, [made()]],
      [
        "what a shell reads from a document through cat",
        `cat <<-END | bash -s\n\t${bind}\n\tEND\n`,
        [made()],
      ],
      ["what a shell reads from a text", `bash <<< "${bind}"`, [made()]],
      ["a program of another language", `node -e 'execSync("${bind}")'`, [made()]],
      ["the prefix of a project's name", bind.replace(" acme ", " projects/acme "), [made()]],
      [
        "a folder",
        bind.replace("projects", "resource-manager folders").replace("acme", "folders/7"),
        [on("folder", "7")],
      ],
      [
        "an organization",
        bind.replace("projects", "organizations").replace("acme", "42"),
        [on("organization", "42")],
      ],
      [
        "a service account",
        bind.replace("projects", "iam service-accounts").replace("acme", "etl@acme.iam.gserviceaccount.com"),
        [on("serviceAccount", "etl@acme.iam.gserviceaccount.com")],
      ],
      ["a secret", bind.replace("projects", "secrets"), [other("secrets", "acme")]],
      [
        "a bucket",
        bind.replace("projects", "storage buckets").replace("acme", "gs://b"),
        [other("storage buckets", "gs://b")],
      ],
      [
        "an invoker",
        `gcloud run services add-invoker-policy-binding acme --member=${segment}`,
        [{ ...other("run services", "acme"), roles: ["roles/run.invoker"] }],
      ],
      [
        "a condition",
        `${bind} --condition='expression=resource.name in ["a","b"],title=t'`,
        [made({ condition: { expression: 'resource.name in ["a","b"]', title: "t" } })],
      ],
      [
        "a condition with another delimiter",
        `${bind} --condition='^:^title=t, u:expression=true'`,
        [made({ condition: { title: "t, u", expression: "true" } })],
      ],
      ["a condition of none", `${bind} --condition=None`, [made()]],
      ["a condition from a file", `${bind} --condition-from-file=c.json`, [made({ condition: UNKNOWN })]],
      [
        "bq on a table",
        `bq add-iam-policy-binding --member=${segment} --role=${editor} --table acme:crm.users`,
        [on("table", "acme", "crm", "users")],
      ],
      [
        "bq on a table without saying so",
        `bq add-iam-policy-binding --member ${segment} --role ${editor} acme:crm.users`,
        [on("table", "acme", "crm", "users")],
      ],
      [
        "bq on a dataset",
        `bq --project_id=x add-iam-policy-binding -member=${segment} -role=${editor} -d acme.crm`,
        [on("schema", "acme", "crm")],
      ],
      [
        "bq on a dataset with a colon",
        `bq add-iam-policy-binding --member=${segment} --role=${editor} acme.com:old:crm`,
        [on("schema", "acme.com:old", "crm")],
      ],
      [
        "bq with the project apart",
        `bq --project_id acme add-iam-policy-binding --member=${segment} --role=${editor} crm.users`,
        [on("table", "acme", "crm", "users")],
      ],
      [
        "bq without a project",
        `bq add-iam-policy-binding --member=${segment} --role=${editor} --table=false crm`,
        [on("schema", "crm")],
      ],
      [
        "bq on three names",
        `bq add-iam-policy-binding --member=${segment} --role=${editor} acme.crm.users`,
        [on("table", "acme", "crm", "users")],
      ],
      ["bq query", `bq query --nouse_legacy_sql "${sql}"`, [bySql]],
      [
        "bq query with flags",
        `bq --location=EU query --use_legacy_sql=false --format none '${rawSql}'`,
        [bySql],
      ],
      [
        "a scheduled query",
        `bq mk --transfer_config --data_source=scheduled_query --params='${JSON.stringify({ query: rawSql })}'`,
        [bySql],
      ],
      [
        "gsutil",
        `gsutil -m iam ch -d allUsers:objectViewer ${segment}:objectAdmin,projects/p/roles/x gs://b`,
        [
          {
            roles: ["roles/storage.objectAdmin", "projects/p/roles/x"],
            on: { kind: "other", path: ["gs://b"], type: "storage buckets" },
            grantees: [segment],
          },
        ],
      ],
    ];
    for (const [what, command, grants] of table) {
      it(what, () => expect(readCommandGrants(command)).to.deep.equal(result(grants)));
    }
  });

  describe("with variables", () => {
    const table: readonly [string, string, CommandGrant[]][] = [
      [
        "takes an unknown member for unknown",
        bind.replace(segment, "serviceAccount:$SA"),
        [made({ grantees: [UNKNOWN] })],
      ],
      ["takes an unknown role for unknown", bind.replace(editor, "${ROLE}"), [made({ roles: [UNKNOWN] })]],
      [
        "takes an unknown project for unknown",
        bind.replace(" acme ", ' "$(gcloud config get project)" '),
        [on("project", UNKNOWN)],
      ],
      [
        "takes a lacking member for unknown",
        bind.replace(`--member=${segment}`, ""),
        [made({ grantees: [UNKNOWN] })],
      ],
      [
        "takes what xargs fills in for unknown",
        `cat list | xargs -I{} ${bind.replace(" acme ", " {} ")}`,
        [on("project", UNKNOWN)],
      ],
      [
        "takes an unknown condition for unknown",
        `${bind} --condition="expression=$E"`,
        [made({ condition: { expression: UNKNOWN } })],
      ],
      [
        "takes a default in braces for unknown",
        bind.replace(" acme ", " ${P:-acme} "),
        [on("project", UNKNOWN)],
      ],
      [
        "takes an unknown dataset for unknown",
        `bq add-iam-policy-binding --member=${segment} --role=${editor} $D`,
        [on("schema", UNKNOWN)],
      ],
      ["fills in what the environment holds", bind.replace(" acme ", " $PROJECT "), [made()]],
      [
        "takes what is assigned twice for unknown",
        `P=acme; P=beta; ${bind.replace(" acme ", " $P ")}`,
        [on("project", UNKNOWN)],
      ],
      [
        "takes what a loop goes through for unknown",
        `for P in acme beta; do ${bind.replace(" acme ", " $P ")}; done`,
        [on("project", UNKNOWN)],
      ],
      [
        "takes what is read for unknown",
        `read -r P; ${bind.replace(" acme ", " $P ")}`,
        [on("project", UNKNOWN)],
      ],
      [
        "takes what is appended to for unknown",
        `P+=acme; ${bind.replace(" acme ", " $P ")}`,
        [on("project", UNKNOWN)],
      ],
      ["keeps a $ in single quotes", bind.replace(" acme ", " '$P' "), [on("project", "$P")]],
      ["keeps an escaped $", bind.replace(" acme ", ' "\\$P"\\$ '), [on("project", "$P$")]],
    ];
    for (const [what, command, grants] of table) {
      it(what, () => expect(readCommandGrants(command, { PROJECT: "acme" })).to.deep.equal(result(grants)));
    }
  });

  describe("finds keys made with", () => {
    const account = "segment@acme.iam.gserviceaccount.com";
    const table: readonly [string, string, string | typeof UNKNOWN, string][] = [
      [
        "gcloud",
        `gcloud iam service-accounts keys create key.json --iam-account=${account}`,
        account,
        "create",
      ],
      [
        "an unknown account",
        "gcloud iam service-accounts keys create k --iam-account $SA",
        UNKNOWN,
        "create",
      ],
      [
        "an upload",
        `gcloud beta iam service-accounts keys upload c.pem --iam-account=${account}`,
        account,
        "upload",
      ],
      ["an HMAC key", `gcloud storage hmac create ${account}`, account, "hmac"],
      ["gsutil", `gsutil hmac create -p acme ${account}`, account, "hmac"],
    ];
    for (const [what, command, key, how] of table) {
      it(what, () =>
        expect(readCommandGrants(command)).to.deep.equal({
          grants: [],
          keyCreations: [{ account: key, how }],
          unreadable: false,
        }),
      );
    }
  });

  describe("finds nothing in", () => {
    const table: readonly [string, string][] = [
      ["nothing", ""],
      ["other commands", "npm ci && npm test > log 2>&1; curl -fsS https://acme.com | tar xz"],
      [
        "other commands of the tools",
        "gcloud config set project acme; gcloud storage ls; bq ls; gsutil ls gs://b; gsutil iam get gs://b",
      ],
      ["a removal", bind.replace("add-", "remove-")],
      ["a comment", `true # ${bind}\n# ${bind}`],
      ["what is only printed", `echo ${bind}; echo "${bind}" > grant.sh; grep "${bind}" log`],
      ["SQL that grants nothing", `bq query 'SELECT "GRANT x ON SCHEMA y TO z" FROM t'`],
      ["a script that is not here", "bash grant.sh segment; sh ./x"],
      ["a key that is listed", "gcloud iam service-accounts keys list --iam-account=x@y"],
      ["a scheduled copy", `bq mk --transfer_config --params='{"source_dataset_id":"x"}'`],
    ];
    for (const [what, command] of table) {
      it(what, () => expect(readCommandGrants(command)).to.deep.equal(result([])));
    }
  });

  describe("cannot read, for it may name anybody,", () => {
    for (const command of [
      "gcloud projects set-iam-policy acme policy.json",
      "gcloud iam service-accounts set-iam-policy etl@acme.iam.gserviceaccount.com policy.json",
      "bq set-iam-policy acme:crm policy.json",
      "bq update --source access.json acme:crm",
    ])
      it(command, () =>
        expect(readCommandGrants(command)).to.deep.equal({ ...result([], true), whole: true }),
      );
  });

  describe("cannot read", () => {
    const table: readonly [string, string, CommandGrant[]][] = [
      ["a whole policy of a bucket", "gsutil iam set policy.json gs://b", []],
      ["flags from a file", "gcloud projects add-iam-policy-binding acme --flags-file=f.yaml", []],
      ["a quote that does not end", `${bind}; echo 'x`, []],
      ["a brace that does not end", `${bind}; echo \${x`, []],
      ["SQL from a file", "bq query < grants.sql", []],
      ["SQL from a pipe", "envsubst < grants.sql | bq query", []],
      ["SQL that is a variable", 'bq query "$SQL"', []],
      ["SQL with a variable", `bq query "${sql.replace("crm", "$D")}"`, [on("schema", "acme", UNKNOWN)]],
      ["SQL of dynamic SQL", "bq query 'EXECUTE IMMEDIATE x'", []],
      ["parameters that are no JSON", "bq mk --transfer_config --params='{query'", []],
      [
        "shells nested six times",
        Array.from({ length: 6 }).reduce<string>((inner) => `bash -c ${JSON.stringify(inner)}`, bind),
        [],
      ],
      ["what is longer than any command", `${bind}${" ".repeat(2_000_000)}`, []],
    ];
    for (const [what, command, grants] of table) {
      it(what, () => expect(readCommandGrants(command)).to.deep.equal(result(grants, true)));
    }
  });

  it("never throws, and finds a command after whatever is complete before it", () => {
    const piece = fc.constantFrom(
      "gcloud",
      "bq",
      "query",
      "projects",
      "add-iam-policy-binding",
      "--member=x",
      "--role",
      ";",
      "|",
      "&&",
      "(",
      ")",
      "'a b'",
      '"$X"',
      "$(true)",
      "`x`",
      "X=1",
      "> f",
      "# c\n",
      "\\\n",
      "bash -c 'x'",
      "if",
      "do",
      "{",
      "}",
      "eval",
      "${X:-y}",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.string(), (pieces, noise) => {
        readCommandGrants(noise);
        readCommandGrants(`${pieces.join(" ")} ${noise}`);
        expect(readCommandGrants(`${pieces.join(" ")}\n${bind}`).grants.at(-1)).to.deep.equal(made());
      }),
      { numRuns: 1000 },
    );
  });

  it("reads any text in single quotes as it stands", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => !/['{}\uE000]/.test(text)),
        (text) => {
          const { grants } = readCommandGrants(
            `gcloud projects add-iam-policy-binding acme --role='${text}' --member=x`,
          );
          expect(grants[0]?.roles).to.deep.equal([text]);
        },
      ),
    );
  });

  describe("reads 300,000 characters within the time of a test:", () => {
    const patterns = [
      ...[
        "gcloud projects add-iam-policy-binding a --member=b --role=c; ",
        "add-iam-policy-binding ",
        "gcloud ",
        "bash -c ",
      ],
      ...[
        "$(x) ",
        "`x` ",
        "$X",
        "${X}",
        "A='x y';E=;x$A$E",
        "<<A\n",
        "cat <<A\nA\n",
        '"a" ',
        "'a' ",
        "\\\n",
        "|bash",
        "X=1;",
        "((",
        ")",
        "{}",
        "'gcloud x' ",
      ],
      ...["bq query 'GRANT `r` ON a TO \"x\"'; ", '"', "$'\\x41' ", "eval x;", "echo a | "],
    ];
    for (const pattern of patterns) {
      it(JSON.stringify(pattern), () => {
        const command = pattern.repeat(Math.ceil(300_000 / pattern.length));
        expect(readCommandGrants(command).grants.length).to.be.at.most(command.length / 10);
      }).timeout(5000);
    }
  });
});
