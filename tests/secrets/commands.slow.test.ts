import { readFile, stat } from "node:fs/promises";
import { expect } from "chai";
import { clickedTogether, ann, project } from "../cli/adopt/support";
import { keyFile } from "../../cli/key/google/secretVersions";
import { accountNamed } from "../../cli/key/names";
import { World as KeyWorld } from "../cli/key/world";
import { World as CheckWorld } from "../cli/check/world";
import { startFakeGoogle } from "../fakes/google";
import { programOf, removeDirectories } from "../support/hosts/projectDirectory";
import { LeakFinder } from "./LeakFinder";
import { Planted } from "./Planted";
import { contentsOf, runProgram, type ProgramRun } from "./runProgram";

const email = "segment@acme-prod.iam.gserviceaccount.com";

/** No form of the key in anything that a run printed or left. */
function expectNoLeak(finder: LeakFinder, { printed, left }: ProgramRun): void {
  expect(finder.find(printed), "printed").to.deep.equal([]);
  expect(finder.find(left), "left in files").to.deep.equal([]);
}

describe("where secrets could leak: the commands, as processes", function () {
  this.timeout(180_000);
  after(removeDirectories);

  describe("check", () => {
    let world: CheckWorld;
    let finder: LeakFinder;
    beforeEach(async () => {
      world = await CheckWorld.start();
      const { private_key } = JSON.parse(world.keyText) as { private_key: string };
      finder = new LeakFinder(new Planted(private_key).privateLines);
    });
    afterEach(() => world.stop());
    const argv = [
      "check",
      "--key-file",
      "-",
      "--project",
      "acme-prod",
      "--location",
      "EU",
      "--source",
      "acme-prod.crm",
    ];
    const run = (stdin = world.keyText) => runProgram(argv, { env: world.google.env(), stdin });

    it("that goes well", async () => {
      const outcome = await run();
      expect(outcome.code).to.equal(0);
      expectNoLeak(finder, outcome);
    });

    it("when whoever answers quotes the key, in several forms", async () => {
      const { private_key } = JSON.parse(world.keyText) as { private_key: string };
      const forms = [private_key, encodeURIComponent(private_key), Buffer.from(private_key).toString("hex")];
      const body = { error: "invalid_grant", error_description: forms.join(" ") };
      world.google.fault({ on: "POST /token", answer: 400, body });
      const outcome = await run();
      expect(outcome.printed).to.include("[secret]");
      expectNoLeak(finder, outcome);
    });

    it("with a damaged key", async () => {
      for (const damaged of [
        world.keyText.slice(0, -60),
        world.keyText.replaceAll("\\n", ""),
        `[${world.keyText}]`,
      ])
        expectNoLeak(finder, await run(damaged));
    });

    it("with the key in place of a file's name", async () => {
      const outcome = await runProgram(["check", "--key-file", world.keyText], { env: world.google.env() });
      expect(outcome.code).to.equal(2);
      expectNoLeak(finder, outcome);
    });
  });

  describe("key", () => {
    let world: KeyWorld;
    let finder: LeakFinder;
    let draft: string;
    before(async () => {
      world = await KeyWorld.start();
      await world.make();
      draft = await readFile(world.file(), "utf8");
      const { privateKey } = JSON.parse(draft) as { privateKey: string };
      finder = new LeakFinder(new Planted(privateKey).privateLines);
      await world.run(["upload", "--file", world.file()]);
    });
    after(() => world.stop());
    const run = (argv: string[], killWhen?: Promise<unknown>) =>
      runProgram(["key", ...argv], { env: world.env(), killWhen });
    /** Resolves when Google is asked for something that it was not asked for before. */
    const asked = async (path: string): Promise<void> => {
      const times = () => world.google.state.requests.filter((request) => request.path.includes(path)).length;
      for (const before = times(); times() === before;)
        await new Promise((resolve) => setTimeout(resolve, 20));
    };

    it("make, shown again: the private half is in its own file alone", async () => {
      expect(finder.find(draft)).to.not.be.empty;
      const argv = ["make", "--service-account", email, "--slot", "a", "--file", world.file()];
      for (const more of [[], ["--json"]]) {
        const outcome = await run([...argv, ...more]);
        expect(outcome.code).to.equal(0);
        expectNoLeak(finder, outcome);
      }
      expect(finder.find(await readFile(world.file("key.json.crt"), "utf8"))).to.deep.equal([]);
    });

    it("make, given a private key for every argument", async () => {
      const { privateKey } = JSON.parse(draft) as { privateKey: string };
      for (const given of [privateKey, draft, Buffer.from(draft).toString("base64")]) {
        const argv = [
          "make",
          "--service-account",
          given,
          "--slot",
          given,
          "--file",
          given,
          "--days",
          given,
          "--bits",
          given,
        ];
        for (const one of [
          argv,
          [given],
          ["revoke", given],
          ["list", given],
          ["complete", "--key-secret", given, "--key-id", given],
        ])
          expectNoLeak(finder, await run(one));
      }
    });

    it("complete, when Google quotes what was sent, in several forms", async () => {
      const { privateKey } = JSON.parse(draft) as { privateKey: string };
      const message = [
        privateKey,
        JSON.stringify(draft),
        Buffer.from(privateKey).toString("base64"),
        encodeURIComponent(privateKey),
      ].join(" and ");
      for (const answer of [400, 403, 404, 412]) {
        world.google.fault({ on: /addVersion/, answer, body: { error: { code: answer, message } } });
        const outcome = await run(["complete", "--file", world.file()]);
        expect(outcome.code).to.be.above(0);
        expectNoLeak(finder, outcome);
      }
    });

    it("complete, when Google quotes the very body that it was sent", async () => {
      const id = [...world.account.keys.values()].find((key) => key.origin === "USER_PROVIDED")?.id ?? "";
      const { privateKey } = JSON.parse(draft) as { privateKey: string };
      const account = accountNamed(email);
      if (!account) throw new Error("the email is an account's");
      const sent = keyFile(account, { id, privateKey, clientId: world.account.uniqueId });
      const message = `bad payload: ${Buffer.from(sent).toString("base64")}`;
      world.google.fault({ on: /addVersion/, answer: 400, body: { error: { code: 400, message } } });
      const outcome = await run(["complete", "--file", world.file()]);
      expect(outcome.printed).to.include("bad payload: [secret]");
      expectNoLeak(finder, outcome);
    });

    it("complete, when Google's answers make no sense", async () => {
      world.google.fault({ on: /serviceAccounts/, answer: 200, body: { keys: "nonsense" } });
      expectNoLeak(finder, await run(["complete", "--file", world.file()]));
      world.google.fault({
        on: /keys\//,
        answer: 200,
        body: { publicKeyData: Buffer.from("nonsense").toString("base64") },
      });
      const outcome = await run(["complete", "--file", world.file()]);
      expect(outcome.code).to.equal(2);
      expectNoLeak(finder, outcome);
    });

    it("complete, killed while it stores: the file is there, for its owner alone, and nothing beside it", async () => {
      world.google.fault({ on: /addVersion/, answer: "slow", delay: 20_000 });
      const outcome = await run(["complete", "--file", world.file()], asked("addVersion"));
      expect(outcome.code).to.equal(null);
      expectNoLeak(finder, outcome);
      expect((await stat(world.file())).mode & 0o777).to.equal(0o600);
      expect(await readFile(world.file(), "utf8")).to.equal(draft);
      expect(await world.files()).to.deep.equal(["key.json", "key.json.crt"]);
      world.google.state.faults.length = 0;
    });

    it("complete, at last: the private half has left the disk", async () => {
      const outcome = await run(["complete", "--file", world.file(), "--json"]);
      expect(outcome.code).to.equal(0);
      expectNoLeak(finder, outcome);
      expect(finder.find(await contentsOf(world.directory))).to.deep.equal([]);
      // It is where it belongs, so that the search was for the right thing.
      expect(finder.find(world.secret.versions.at(-1)?.data ?? "")).to.not.be.empty;
    });
  });

  describe("adopt and report, of a project", () => {
    it("show no secret's content, whatever form", async () => {
      const planted = new Planted();
      const finder = new LeakFinder(planted.privateLines);
      const seed = clickedTogether();
      const acme = seed.projects?.[project];
      if (!acme?.secrets) throw new Error("the seed holds a secret");
      acme.secrets["segment-key"] = { versions: [planted.file(email)] };
      const google = await startFakeGoogle(seed);
      try {
        const env = { ...google.env(), GOOGLE_OAUTH_ACCESS_TOKEN: google.tokenFor(ann) };
        for (const [code, ...argv] of [
          [0, "adopt", "--project", project],
          [0, "adopt", "--project", project, "--json"],
          [1, "report", "--project", project, "--json"],
          [1, "report", "--project", project, "--format", "markdown"],
        ] as const) {
          const outcome = await runProgram([...argv], { env });
          expect([argv[0], outcome.code, outcome.printed.length > 0]).to.deep.equal([argv[0], code, true]);
          expectNoLeak(finder, outcome);
        }
        expect(google.state.requests.filter(({ path }) => path.endsWith(":access"))).to.deep.equal([]);
      } finally {
        await google.stop();
      }
    });
  });

  describe("report and key list, of an exported state with all secrets shown", () => {
    const planted = new Planted();
    const finder = new LeakFinder(planted.privateLines);
    const file = planted.file(email);
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      plaintext: JSON.stringify(file),
    };
    const resource = (type: string, name: string, outputs: object): object => ({
      urn: `urn:pulumi:prod::acme::${type}::${name}`,
      type,
      outputs,
    });
    const state = JSON.stringify({
      version: 3,
      deployment: {
        resources: [
          resource("gcp:serviceaccount/account:Account", "segment", {
            email,
            accountId: "segment",
            project: "acme-prod",
            member: `serviceAccount:${email}`,
          }),
          resource("gcp:serviceaccount/key:Key", "key", {
            name: `projects/acme-prod/serviceAccounts/${email}/keys/0123456789`,
            serviceAccountId: email,
            privateKey: secret,
          }),
          resource("gcp:secretmanager/secretVersion:SecretVersion", "version", { secretData: secret }),
          resource("gcp:projects/iAMMember:IAMMember", "key-as-role", {
            project: "acme-prod",
            role: Buffer.from(file).toString("base64"),
            member: `serviceAccount:${email}`,
          }),
          resource("gcp:projects/iAMMember:IAMMember", "key-line-as-role", {
            project: "acme-prod",
            role: planted.privateLines[1],
            member: `serviceAccount:${email}`,
          }),
          resource("kubernetes:core/v1:ConfigMap", "plain", { data: { key: file } }),
          resource("kubernetes:core/v1:ConfigMap", "encoded", {
            binaryData: { key: Buffer.from(file).toString("base64") },
          }),
          resource("gcp:projects/iAMMember:IAMMember", "owner", {
            project: "acme-prod",
            member: `serviceAccount:${email}`,
            role: "roles/owner",
          }),
        ],
      },
    });

    for (const argv of [["--json"], ["--format", "markdown"], ["--output", "page"]]) {
      it(`report ${argv[0]}`, async () => {
        const world = await KeyWorld.start();
        try {
          const page = world.file("page.html");
          const outcome = await runProgram(
            ["report", "--state", "-", ...argv.map((one) => (one === "page" ? `html=${page}` : one))],
            { stdin: state },
          );
          expect(outcome.code).to.equal(1);
          expectNoLeak(finder, outcome);
          expect(finder.find(await contentsOf(world.directory))).to.deep.equal([]);
        } finally {
          await world.stop();
        }
      });
    }

    it("key list", async () => {
      const world = await KeyWorld.start();
      try {
        const argv = ["key", "list", email, "--state", "-", "--json"];
        expectNoLeak(finder, await runProgram(argv, { env: world.env(), stdin: state }));
        expectNoLeak(finder, await runProgram(argv, { env: world.env(), stdin: state.slice(0, -20) }));
      } finally {
        await world.stop();
      }
    });
  });

  describe("preview, through the real hosts", () => {
    const planted = new Planted();
    const finder = new LeakFinder(planted.privateLines);
    const source = `
const key = require("node:fs").readFileSync(__dirname + "/key.json", "utf8");
new gcp.serviceaccount.Account("segment", { accountId: "segment", project: "acme-prod" });
new gcp.secretmanager.SecretVersion("version", { secret: "s", secretData: pulumi.secret(key) });
new gcp.storage.BucketObject("object", { bucket: "b", content: pulumi.secret(key) });
new gcp.projects.IAMMember("odd", { project: "acme-prod", role: "roles/owner", member: "serviceAccount:${email}" });
exports.open = pulumi.secret(key);
`;
    const program = (more = ""): string => programOf(source + more, { "key.json": planted.file(email) });

    for (const argv of [[], ["--json"]]) {
      it(`a secret in resources and outputs${argv.length ? ", in JSON" : ""}`, async () => {
        const outcome = await runProgram(["preview", program(), ...argv]);
        expect(outcome.printed).to.include("object");
        expectNoLeak(finder, outcome);
      });
    }

    it("a program that fails with the secret in its error and its log", async () => {
      const outcome = await runProgram([
        "preview",
        program(
          'pulumi.log.error("cannot use " + key); console.log(key); throw new Error("cannot parse " + key);',
        ),
      ]);
      expect(outcome.code).to.equal(2);
      expectNoLeak(finder, outcome);
    });
  });
});
