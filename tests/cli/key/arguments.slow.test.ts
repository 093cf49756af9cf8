import { expect } from "chai";
import { constraintIn, waysOut } from "../../../cli/key/command";
import { accountNamed, keyNamed } from "../../../cli/key/names";
import { actionSyntaxes } from "../../../cli/key/options";
import { constraintNames, expiryConstraint } from "../../../policy/facts/keyConstraints";
import { email, World } from "./world";

const replaceIt = [
  "Give a file's name or a secret's name instead. A shell's history and a pipeline's log keep what you typed:",
  "treat the key as compromised and replace it (segment-bigquery key revoke KEY).",
];

describe("key: arguments", () => {
  let world: World;
  before(async () => void (world = await World.start()));
  after(() => world.stop());

  const key =
    "projects/acme-prod/serviceAccounts/segment@acme-prod.iam.gserviceaccount.com/keys/0123456789abcdef";
  const bad: [string, string[], string[]][] = [
    ["an unknown action", ["rotate"], ["Unknown command 'rotate'."]],
    ["a mistyped action", ["lst"], ["Unknown command 'lst'. Did you mean list?"]],
    ["a name that every object has", ["constructor"], ["Unknown command 'constructor'."]],
    [
      "all that make lacks, at once",
      ["make", "--days", "0", "--bits", "1024"],
      [
        "--service-account is missing: give the email of the service account.",
        "--slot is missing: give a or b, the component's slot for the key.",
        "--file is missing: give the name of a file.",
        '--days is "0": give a whole number from 1 to 3650.',
        '--bits is "1024": give a whole number from 2048 to 8192.',
      ],
    ],
    [
      "an account that is none of a project",
      ["make", "--service-account", "1-compute@developer.gserviceaccount.com", "--slot", "c", "--file", "x"],
      [
        '--service-account is "1-compute@developer.gserviceaccount.com": give ID@PROJECT.iam.gserviceaccount.com, an account of a project of yours.',
        '--slot is "c": give a or b, the component\'s slot for the key.',
      ],
    ],
    ["no key", ["disable"], ["Missing required argument 'key'."]],
    [
      "a key's id alone",
      ["revoke", "0123456789abcdef"],
      [
        'The key is "0123456789abcdef": give projects/PROJECT/serviceAccounts/EMAIL/keys/ID, as the stack\'s outputs keys and nextStep have it.',
      ],
    ],
    ["two keys", ["enable", key, key], [`Unexpected argument "${key}".`]],
    [
      "a key file's content as a key, without repeating it",
      ["revoke", '{"private_key":"-----BEGIN PRIVATE KEY-----"}'],
      ["Argument 2 holds what looks like a private key. It is not repeated here.", ...replaceIt],
    ],
    [
      "a key file's content as a file, without repeating it",
      ["complete", "--file", '{"private_key":"x"}', "--key-secret", "latest", "--key-id", "?"],
      ["--file holds what looks like a private key. It is not repeated here.", ...replaceIt],
    ],
    [
      "bad names, all at once",
      ["complete", "--file", "{", "--key-secret", "latest", "--key-id", "?"],
      [
        '--file is "{": give the name of a file.',
        '--key-secret is "latest": give a secret\'s full name, projects/P/secrets/S.',
        '--key-id is "?": give a key\'s id or full name.',
      ],
    ],
  ];
  for (const [what, argv, lines] of bad) {
    it(`rejects ${what}`, async () => {
      const { code, stdout, stderr } = await world.run(argv);
      const [help = "", ...said] = stderr.trimEnd().split("\n").reverse();
      expect([code, stdout, said.reverse()]).to.deep.equal([2, "", lines]);
      expect(help).to.match(/^See: segment-bigquery key( [a-z-]+)? --help$/);
    });
  }

  it("rejects an unknown option", async () => {
    const { code, stderr } = await world.run(["list", email, "--everything"]);
    expect([code, stderr]).to.deep.equal([
      2,
      "Unknown option '--everything'.\nSee: segment-bigquery key list --help\n",
    ]);
  });

  it("says how to get credentials where there are none", async () => {
    const env = { ...world.google.env(), CLOUDSDK_CONFIG: world.directory };
    const { code, stderr } = await world.run(["list", email], { env });
    expect(code).to.equal(2);
    expect(stderr).to.match(/^There are no Google credentials .*gcloud auth application-default login/);
  });

  it("lists the actions when there is none", async () => {
    const { code, stdout, stderr } = await world.run([]);
    expect([code, stdout]).to.deep.equal([2, ""]);
    expect(stderr).to.match(/^No command is given\.\n\nUsage: segment-bigquery key <command> \[options\]\n/);
  });

  it("explains every action", async () => {
    const { code, stdout } = await world.run(["--help"]);
    expect(code).to.equal(0);
    for (const { name } of actionSyntaxes) {
      expect(stdout).to.match(new RegExp(`^  ${name} `, "m"));
      const own = await world.run([name, "--help"]);
      expect([own.code, own.stdout.split("\n")[0]?.replace(/ <\w+>$/, "")]).to.deep.equal([
        0,
        `Usage: segment-bigquery key ${name} [options]`,
      ]);
    }
  });

  it("writes problems as JSON too", async () => {
    const { code, stdout, stderr } = await world.run(["complete", "--file", world.file("none"), "--json"]);
    expect([code, stderr]).to.deep.equal([1, ""]);
    expect(JSON.parse(stdout)).to.deep.include({
      formatVersion: 1,
      action: "complete",
      exitCode: 1,
      problem: `There is no file ${world.file("none")}.`,
    });
  });
});

describe("key: names", () => {
  it("knows the project of an account, with a domain's too", () => {
    expect(accountNamed(email)).to.deep.equal({ email, id: "segment", project: "acme-prod" });
    expect(accountNamed("segment@data.acme.example.iam.gserviceaccount.com")?.project).to.equal(
      "acme.example:data",
    );
    expect(accountNamed("ann@acme.example")).to.equal(undefined);
  });

  it("takes a key with - for the project, and none whose project is another one", () => {
    const name = `projects/acme-prod/serviceAccounts/${email}/keys/0123456789`;
    expect(keyNamed(name)?.id).to.equal("0123456789");
    expect(keyNamed(name.replace("acme-prod/", "-/"))?.name).to.equal(name);
    expect(keyNamed(name.replace("acme-prod/", "other/"))).to.equal(undefined);
    expect(keyNamed(`${name}/x`)).to.equal(undefined);
  });
});

describe("key: constraints in refusals", () => {
  const facts = { status: 400, message: "no", metadata: {}, violations: [] };

  for (const name of [...constraintNames, expiryConstraint]) {
    it(`finds ${name} in a violation, in details and in words, and says what to do`, () => {
      const violations = [{ type: `constraints/${name}`, description: "" }];
      expect(constraintIn({ ...facts, violations })).to.equal(name);
      expect(constraintIn({ ...facts, metadata: { constraint: `constraints/${name}` } })).to.equal(name);
      expect(
        constraintIn({ ...facts, message: `Operation denied by org policy: ["constraints/${name}": "x"]` }),
      ).to.equal(name);
      expect(waysOut(name, "acme").join()).to.include(name);
    });
  }

  it("finds one that it does not know by its name, and none where there is none", () => {
    expect(constraintIn({ ...facts, message: "constraints/iam.somethingNew is enforced" })).to.equal(
      "iam.somethingNew",
    );
    expect(constraintIn({ ...facts, message: "Permission 'iam.serviceAccountKeys.create' denied" })).to.equal(
      undefined,
    );
  });
});
