import { expect } from "chai";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { runCommand } from "../../../cli/command";
import { catalogueFrom, catalogueText } from "../../../cli/refresh-roles/catalogueFrom";
import { command } from "../../../cli/refresh-roles/command";
import { startFakeGoogle, type FakeGoogle } from "../../fakes/google";
import type { Fault } from "../../fakes/google/faults";
import current from "../../../policy/facts/catalogue.json";

const live = [
  { name: "roles/storage.viewer", title: "Viewer", stage: "GA", permissions: ["storage.objects.get"] },
  {
    name: "roles/iam.x",
    title: "X",
    stage: "GA",
    permissions: ["iam.roles.update", "iam.roles.get", "bigquery.jobs.create", "a.b.setIamPolicy"],
  },
  {
    name: "roles/bigquery.user",
    title: "BigQuery User",
    stage: "GA",
    permissions: ["resourcemanager.projects.get", "bigquery.jobs.create"],
  },
];

describe("refresh-roles", () => {
  it("keeps BigQuery's roles in full, and of others what matters here", () => {
    expect(catalogueFrom(live, { readOn: "2026-11-22" })).to.deep.equal({
      source: { readOn: "2026-11-22" },
      bigqueryPermissions: ["bigquery.jobs.create"],
      roles: {
        "roles/bigquery.user": {
          title: "BigQuery User",
          stage: "GA",
          complete: true,
          permissions: ["bigquery.jobs.create", "resourcemanager.projects.get"],
        },
        "roles/iam.x": {
          title: "X",
          stage: "GA",
          complete: false,
          permissions: ["a.b.setIamPolicy", "bigquery.jobs.create", "iam.roles.update"],
        },
      },
    });
  });

  it("writes the form in which the catalogue is kept", async () => {
    const text = await readFile(require.resolve("../../../policy/facts/catalogue.json"), "utf8");
    expect(JSON.parse(catalogueText(current))).to.deep.equal(JSON.parse(text));
  });

  describe("against an IAM API", () => {
    let directory: string;
    beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), "roles-"))));
    afterEach(() => rm(directory, { recursive: true }));

    const runWith = async (env: NodeJS.ProcessEnv, out = join(directory, "catalogue.json")) => {
      let stderr = "";
      let stdout = "";
      const code = await runCommand(command, ["--out", out], {
        stdout: { write: (text) => (stdout += text) },
        stderr: { write: (text) => (stderr += text) },
        stdin: Readable.from([]),
        env,
        isTTY: false,
      });
      return { code, stderr, stdout, out };
    };
    const run = async (roles: object[], file?: string) => {
      const server = createServer((request, response) => {
        const page = new URL(request.url ?? "", "http://x").searchParams.get("pageToken");
        const body =
          page === null ? { roles: roles.slice(0, 1), nextPageToken: "2" } : { roles: roles.slice(1) };
        response.end(JSON.stringify(body));
      }).listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const env = { SEGMENT_BIGQUERY_GOOGLE_ENDPOINT: endpoint, GOOGLE_OAUTH_ACCESS_TOKEN: "token" };
      return runWith(env, file).finally(() => server.close());
    };

    it("reads all pages and writes the file", async () => {
      const { code, out } = await run(
        live.map(({ permissions, ...role }) => ({ ...role, includedPermissions: permissions })),
      );
      expect(code).to.equal(0);
      const written = JSON.parse(await readFile(out, "utf8")) as typeof current;
      expect(Object.keys(written.roles)).to.deep.equal(["roles/bigquery.user", "roles/iam.x"]);
    });

    it("says what has changed, by role", async () => {
      const roles = live.map(({ permissions, ...role }) => ({ ...role, includedPermissions: permissions }));
      await run(roles);
      const again = await run(roles);
      expect(again.stdout).to.match(/^No role has changed since \d{4}-\d{2}-\d{2}\.\nWrote 3 roles/);
      const [viewer, x, user] = roles as [object, object, object];
      const { stdout } = await run([
        { ...viewer, includedPermissions: ["bigquery.tables.getData"] },
        { ...user, title: "User", includedPermissions: ["bigquery.jobs.create", "bigquery.jobs.list"] },
      ]);
      expect(x).to.have.property("name", "roles/iam.x");
      expect(stdout.split("\n").slice(1, 4)).to.deep.equal([
        "roles/bigquery.user gains bigquery.jobs.list, loses resourcemanager.projects.get and is now called User.",
        "roles/iam.x is gone, or holds nothing here that matters.",
        "roles/storage.viewer is new: 1 permission that matters here.",
      ]);
    });

    it("rejects an answer without BigQuery's roles, and writes nothing", async () => {
      const { code, stderr, out } = await run([{ name: "roles/other" }]);
      expect(code).to.equal(2);
      expect(stderr).to.equal("Google's answer holds no roles/bigquery.user: nothing was written.\n");
      expect(await readFile(out, "utf8").catch(() => "none")).to.equal("none");
    });

    it("rejects a file that cannot be written", async () => {
      const file = join(directory, "file");
      await writeFile(file, "");
      const { code, stderr } = await run(
        live.map(({ permissions, ...role }) => ({ ...role, includedPermissions: permissions })),
        join(file, "x"),
      );
      expect(code).to.equal(2);
      expect(stderr).to.equal(
        `--out ${join(file, "x")} cannot be written: ENOTDIR.\nSee: segment-bigquery refresh-roles --help\n`,
      );
    });

    describe("when Google fails", () => {
      let google: FakeGoogle;
      before(async () => (google = await startFakeGoogle({ projects: {} })));
      after(() => google.stop());

      const refused = async (fault: Omit<Fault, "on">, token: string) => {
        await writeFile(join(directory, "catalogue.json"), "as it was");
        google.fault({ on: "GET /v1/roles", ...fault });
        const { code, stderr, stdout, out } = await runWith({
          ...google.env(),
          GOOGLE_OAUTH_ACCESS_TOKEN: token,
        });
        expect([code, stdout, await readFile(out, "utf8")]).to.deep.equal([2, "", "as it was"]);
        return stderr;
      };

      it("says what Google refused without the token that it quotes, and leaves the file", async () => {
        const token = google.tokenFor("user:ann@acme.example");
        const body = { error: { code: 403, status: "PERMISSION_DENIED", message: `who is ${token}?` } };
        const stderr = await refused({ answer: 403, body }, token);
        expect(stderr).to.match(
          /^GET http:\S+\/v1\/roles was refused \(403\): who is \S*secret\S*\?\nNothing was written\.\n$/,
        );
        expect(stderr).to.not.include(token);
      });

      it("says that the answer never ends, and leaves the file", async () => {
        const body = { roles: [], nextPageToken: "again" };
        const stderr = await refused(
          { answer: 200, body, times: 2 },
          google.tokenFor("user:ann@acme.example"),
        );
        expect(stderr).to.match(/^GET http:\S+\/v1\/roles got no answer: .+\nNothing was written\.\n$/);
      });
    });
  });
});
