import { expect } from "chai";
import type { CommandGrant } from "../../../../policy/iam/commands/commandGrant";
import { readCommandGrants } from "../../../../policy/iam/commands/readCommandGrants";
import { UNKNOWN } from "../../../../policy/stack/plain";

const bind = "gcloud projects add-iam-policy-binding acme --member=user:eve@acme.com --role=roles/viewer";

const made: CommandGrant = {
  roles: ["roles/viewer"],
  on: { kind: "project", path: ["acme"] },
  grantees: ["user:eve@acme.com"],
};

const document = (shell: string, text = bind) => `${shell} <<'END'\n${text}\nEND\n`;

const result = (grants: CommandGrant[], unreadable = false) => ({ grants, keyCreations: [], unreadable });

describe("readCommandGrants of shells", () => {
  describe("finds the binding in", () => {
    const table: readonly [string, string][] = [
      ["options together", `bash -ce '${bind}'`],
      ["options behind -c", `bash -c -e '${bind}'`],
      ["an option's name behind -c", `bash -ceuo pipefail '${bind}'`],
      ["an option's name behind others", `bash -c -oe pipefail '${bind}'`],
      ["an option that is taken back", `bash -c +e -O extglob '${bind}'`],
      ["arguments of the script", `bash -c '${bind}' -x -c true`],
      ["a container's entry point", `docker run --entrypoint sh google/cloud-sdk -c '${bind}'`],
      ["what follows a shell's assignment", `A=b; bash -c "${bind}"`],
      ["eval of several words", `eval ${bind}`],
      [
        "a command in a variable",
        `CMD="gcloud projects add-iam-policy-binding acme"; $CMD ${bind.slice(43)}`,
      ],
      ["flags in a variable", `FLAGS='${bind.slice(44)}'; ${bind.slice(0, 43)} $FLAGS`],
      ["a document", document("bash")],
      ["a document behind options", document("bash -euxo pipefail")],
      ["a document behind a long option", document("bash --norc")],
      ["a document behind a dash", document("sh -")],
      ["a document for arguments", document("bash -es -- acme prod")],
      ["a document rather than a pipe", document("echo ls | bash")],
      ["a document for a shell whose output goes to a file", document("bash &>log")],
      ["a substitution in a document", `cat > log <<END\n$(${bind})\nEND\n`],
      ["a substitution in a default", `ETAG=\${ETAG:-$(${bind})}`],
      ["a pipe at the end of a line", `echo '${bind}' |\n  bash`],
      ["printf", `printf '${bind}\\n' | sh`],
      ["printf with arguments", `printf '%s ' ${bind} | sh`],
      ["echo with options", `echo -ne '${bind}\\n' | bash`],
      ["five shells in each other", nested(5)],
    ];
    for (const [what, command] of table) {
      it(what, () => expect(readCommandGrants(command)).to.deep.equal(result([made])));
    }

    it("a command of two million characters", () => {
      const long = (length: number) => `${bind}; : '${"x".repeat(length - bind.length - 6)}'`;
      expect(readCommandGrants(long(2_000_000))).to.deep.equal(result([made]));
      expect(readCommandGrants(long(2_000_001))).to.deep.equal(result([], true));
    });

    it("a script that holds something unknown", () => {
      const open: CommandGrant = { ...made, on: { kind: "project", path: [UNKNOWN] } };
      expect(readCommandGrants(`bash -c "${bind.replace("acme", "$P")}"`)).to.deep.equal(
        result([open], true),
      );
    });
  });

  describe("finds nothing in", () => {
    const table: readonly [string, string][] = [
      ["a shell", "bash -l"],
      ["a shell without a script", "bash -c"],
      ["a script that is not here", `echo '${bind}' | bash grant.sh`],
      ["a script with arguments", `bash run-c '${bind}'`],
      ["a script from a file", "bash < grant.sh"],
      ["a document for a script that is not here", document("bash grant.sh")],
      ["a document for a script behind long options", document("bash --posix --login grant.sh")],
      ["a document for a script behind an option's name", document("bash -o pipefail grant.sh")],
      ["what is read by no shell", `echo '${bind}'\nbash -l`],
      ["what is read by another program", `echo '${bind}' | tee grant.sh`],
      ["a list of a print and a shell", `echo '${bind}' || bash; echo '${bind}' & bash`],
      ["a file with a tool's name", `ls gcloud.yaml; ls gcloud.cmd.bak; ls bq.shx`],
      ["what is only written", `cat <<END > grant.sh\n${bind}\nEND\necho '${bind}' >| bash`],
    ];
    for (const [what, command] of table) {
      it(what, () => expect(readCommandGrants(command)).to.deep.equal(result([])));
    }
  });

  describe("cannot read", () => {
    const table: readonly [string, string][] = [
      ["what a group prints", `(echo '${bind}') | bash`],
      ["what braces print", `{ echo '${bind}'; } | bash`],
      ["what cat reads from a file", "cat grant.sh | bash"],
      ["what another program writes", `sed s/x/y/ grant.sh | bash`],
      ["a format that is not read", "printf '%d' 1 | bash"],
      ["a document for a group", document("(bash)")],
      ["a document for a loop", `while read line; do $line; ${document("done")}`],
      ["a document for another machine", document("ssh host")],
      ["six shells in each other", nested(6)],
    ];
    for (const [what, command] of table) {
      it(what, () => expect(readCommandGrants(command)).to.deep.equal(result([], true)));
    }

    it("six shells in each other around something unknown", () =>
      expect(readCommandGrants(nested(6, `${bind} $X`))).to.deep.equal(result([], true)));
  });

  describe("by a tool that is not known", () => {
    const key = "iam service-accounts keys create k --iam-account=etl@acme.iam.gserviceaccount.com";
    const keys = [{ account: "etl@acme.iam.gserviceaccount.com", how: "create" }];

    it("finds a key", () =>
      expect(readCommandGrants(`"$GCLOUD" ${key}`)).to.deep.equal({ ...result([]), keyCreations: keys }));

    it("finds a key made on another machine, which the word of a grant beside it does not hide", () =>
      expect(readCommandGrants(`ssh host "gcloud ${key}; echo no add-iam-policy-binding"`)).to.deep.equal({
        ...result([]),
        keyCreations: keys,
      }));

    it("cannot read a binding whose verb comes before what is not known", () =>
      expect(readCommandGrants("tool add-iam-policy-binding $P --member=x --role=y")).to.deep.equal(
        result([], true),
      ));

    it("cannot read a whole policy", () =>
      expect(readCommandGrants("$GCLOUD projects set-iam-policy acme policy.json")).to.deep.equal(
        result([], true),
      ));

    it("reads what else stands beside something unknown", () =>
      expect(readCommandGrants(`ssh "$HOST" "${bind}"`)).to.deep.equal(result([made])));
  });
});

function nested(times: number, inner = bind): string {
  return Array.from({ length: times }).reduce<string>((text) => `bash -c ${JSON.stringify(text)}`, inner);
}
