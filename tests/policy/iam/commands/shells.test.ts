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
      ["a document", document("bash")],
      ["a document behind options", document("bash -euxo pipefail")],
      ["a document behind a long option", document("bash --norc")],
      ["a document behind a dash", document("sh -")],
      ["a document for arguments", document("bash -es -- acme prod")],
      ["a document rather than a pipe", document("echo ls | bash")],
      ["a document for a shell whose output goes to a file", document("bash &>log")],
      ["a substitution in a document", `cat > log <<END\n$(${bind})\nEND\n`],
      ["a pipe at the end of a line", `echo '${bind}' |\n  bash`],
      ["printf with arguments", `printf '%s ' ${bind} | sh`],
      ["five shells in each other", nested(5)],
    ];
    for (const [what, command] of table) {
      it(what, () => expect(readCommandGrants(command)).to.deep.equal(result([made])));
    }

    it("a command of 200,000 characters, and no longer one", () => {
      const long = (length: number) => `${bind}; : '${"x".repeat(length - bind.length - 6)}'`;
      expect(readCommandGrants(long(200_000))).to.deep.equal(result([made]));
      expect(readCommandGrants(long(200_001))).to.deep.equal(result([], true));
    });

    it("a script with an unknown part, which is told as unknown", () => {
      const open: CommandGrant = { ...made, on: { kind: "project", path: [UNKNOWN] } };
      expect(readCommandGrants(`bash -c "${bind.replace("acme", "$P")}"`)).to.deep.equal(result([open]));
    });

    it("a script beside something unknown", () =>
      expect(readCommandGrants(`ssh "$HOST" "${bind}"`)).to.deep.equal(result([made])));

    it("what a script prints into a file, or for another program", () => {
      for (const command of [`cat <<END > grant.sh\n${bind}\nEND\n`, `echo '${bind}' | tee grant.sh`])
        expect(readCommandGrants(command)).to.deep.equal(result([made]));
    });
  });

  describe("finds nothing in", () => {
    const table: readonly [string, string][] = [
      ["a shell", "bash -l"],
      ["a shell without a script", "bash -c"],
      ["a script from a file", "bash < grant.sh"],
      ["what is read by no shell", `echo '${bind}'\nbash -l`],
      ["a list of a print and a shell", `echo '${bind}' || bash; echo '${bind}' & bash`],
      ["a file with a tool's name", `ls gcloud.yaml; ls gcloud.cmd.bak; ls bq.shx`],
    ];
    for (const [what, command] of table) {
      it(what, () => expect(readCommandGrants(command)).to.deep.equal(result([])));
    }
  });

  describe("cannot read", () => {
    const table: readonly [string, string][] = [["six shells in each other", nested(6)]];
    for (const [what, command] of table) {
      it(what, () => expect(readCommandGrants(command)).to.deep.equal(result([], true)));
    }

    it("six shells in each other around something unknown", () =>
      expect(readCommandGrants(nested(6, `${bind} $X`))).to.deep.equal(result([], true)));
  });

  it("finds a key made on another machine, whatever word stands beside it", () => {
    const account = "etl@acme.iam.gserviceaccount.com";
    const key = `gcloud iam service-accounts keys create k --iam-account=${account}`;
    expect(readCommandGrants(`ssh host "${key}; echo no add-iam-policy-binding"`)).to.deep.equal({
      ...result([]),
      keyCreations: [{ account, how: "create" }],
    });
  });
});

function nested(times: number, inner = bind): string {
  return Array.from({ length: times }).reduce<string>((text) => `bash -c ${JSON.stringify(text)}`, inner);
}
