import { chmod, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { generateKeyPairSync } from "node:crypto";
import { expect } from "chai";
import { ServiceAccountKey } from "../../../cli/google/ServiceAccountKey";
import { exchange } from "../../fakes/google/client";
import { email, secretName, seed, World } from "./world";

describe("key: upload mode", () => {
  let world: World;
  beforeEach(async () => void (world = await World.start()));
  afterEach(() => world.stop());

  const upload = () => world.run(["upload", "--file", world.file()]);
  const complete = (...more: string[]) => world.run(["complete", "--file", world.file(), ...more]);
  const stored = () => Buffer.from(world.secret.versions.at(-1)?.data ?? "", "base64").toString("utf8");
  const privateKey = async () =>
    (JSON.parse(await readFile(world.file(), "utf8")) as { privateKey: string }).privateKey;

  it("leads from a pair to a key in Secret Manager that works, with nothing private left on the disk", async () => {
    const made = await world.make();
    expect([made.code, made.stderr]).to.deep.equal([0, ""]);
    expect(await world.files()).to.deep.equal(["key.json", "key.json.crt"]);
    expect((await stat(world.file())).mode & 0o777).to.equal(0o600);
    const pem = await privateKey();

    const uploaded = await upload();
    const [id = ""] = [...world.account.keys.values()]
      .filter((key) => key.origin === "USER_PROVIDED")
      .map((key) => key.id);
    expect(uploaded).to.deep.equal({
      code: 0,
      stdout: `Uploaded, as ${world.nameOf(id)}.\n\nNext:\n  1. segment-bigquery key complete --file ${world.file()}\n`,
      stderr: "",
    });

    const done = await complete();
    expect([done.code, done.stderr]).to.deep.equal([0, ""]);
    expect(done.stdout).to.include(
      `Stored:  projects/111111111111/secrets/segment-key/versions/1, and read back`,
    );
    expect(await world.files()).to.deep.equal(["key.json.crt"]);
    expect(ServiceAccountKey.parse(stored())).to.be.instanceOf(ServiceAccountKey);
    expect(JSON.parse(stored())).to.deep.include({
      type: "service_account",
      project_id: "acme-prod",
      private_key_id: id,
      private_key: pem,
      client_email: email,
      client_id: world.account.uniqueId,
    });
    expect((await exchange(world.google, stored())).status).to.equal(200);
    for (const { stdout, stderr } of [made, uploaded, done])
      expect(stdout + stderr).not.to.include("PRIVATE");
  });

  it("prints the certificate whole in JSON, and nothing private", async () => {
    const { stdout } = await world.run([
      "make",
      "--service-account",
      email,
      "--slot",
      "b",
      "--file",
      world.file(),
      "--json",
    ]);
    const json = JSON.parse(stdout) as Record<string, unknown>;
    expect(json["certificate"]).to.equal(await readFile(world.file("key.json.crt"), "utf8"));
    expect(json).to.have.all.keys(
      "formatVersion",
      "action",
      "exitCode",
      "account",
      "slot",
      "file",
      "certificate",
      "fingerprint256",
      "expires",
      "madeNow",
      "next",
    );
  });

  it("names the component's steps, as the slot needs them", async () => {
    const forA = await world.make("a");
    expect(forA.stdout).to.include("pulumi config set --path key.publicKeyA < ");
    expect(forA.stdout).to.include("set keyStep (only-a for the first key, add-a in a rotation)");
    const forB = await world.run([
      "make",
      "--service-account",
      email,
      "--slot",
      "b",
      "--file",
      world.file("b"),
    ]);
    expect(forB.stdout).to.include("pulumi config set --path key.publicKeyB < ");
    expect(forB.stdout).to.include("set keyStep (add-b)");
  });

  describe("interrupted", () => {
    it("while the pair is written: names the broken file, and uses nothing of it", async () => {
      await world.hasPair();
      const whole = await readFile(world.file(), "utf8");
      await writeFile(world.file(), whole.slice(0, 900));
      const again = await world.make();
      expect([again.code, again.stdout]).to.deep.equal([1, ""]);
      expect(again.stderr).to.equal(
        `${world.file()} holds no whole key pair: it is not a file of \`key make\`, or writing it was interrupted.\n\n` +
          "Next:\n  1. If key make was interrupted, nothing of it has been used: remove the file, and make another pair.\n",
      );
    });

    it("before the certificate is written: make again gives the same certificate, and no other pair", async () => {
      await world.hasPair();
      const pem = await privateKey();
      const certificate = await readFile(world.file("key.json.crt"), "utf8");
      await writeFile(world.file("key.json.crt"), "");
      const again = await world.make();
      expect(again.stdout).to.match(/^The pair is there already: RSA 2048/);
      expect(await readFile(world.file("key.json.crt"), "utf8")).to.equal(certificate);
      expect(await privateKey()).to.equal(pem);
    });

    it("by a lost answer to the upload, which was done: found by its public half, not uploaded twice", async () => {
      await world.hasPair();
      await upload();
      const again = await upload();
      expect(again.stdout).to.match(/^Google has this certificate already, as projects\//);
      expect(world.changes().filter((one) => one.includes("upload"))).to.deep.equal(["POST keys:upload 200"]);
    });

    it("by a lost answer to the upload: says that it is not known, and keeps the file", async () => {
      await world.hasPair();
      world.google.fault({ on: "POST /v1/projects/acme-prod/serviceAccounts", answer: "cut" });
      const { code, stderr } = await upload();
      expect(code).to.equal(2);
      expect(stderr).to.include(
        "Whether the key was uploaded is unknown; run the same again: it looks first",
      );
      expect(await world.files()).to.include("key.json");
      expect((await upload()).code).to.equal(0);
    });

    it("before the upload: complete finds no key, stores nothing, keeps the file", async () => {
      await world.hasPair();
      const { code, stdout, stderr } = await complete();
      expect([code, stdout]).to.deep.equal([1, ""]);
      expect(stderr).to.equal(
        `Google has no key of ${email} with the certificate of ${world.file()}.\n\nNext:\n  1. Upload it with the stack ` +
          `(key.publicKeyA, pulumi up), or segment-bigquery key upload --file ${world.file()}. What was uploaded a moment ago can take a minute to be seen.\n`,
      );
      expect(world.secret.versions).to.deep.equal([]);
      expect(await world.files()).to.include("key.json");
    });

    it("by a lost answer to storing, not done: the file is kept, and the same again stores it", async () => {
      await world.hasPair();
      await upload();
      world.google.fault({ on: /addVersion/, answer: "cut" });
      const { code, stderr } = await complete();
      expect(code).to.equal(2);
      expect(stderr).to.include(
        "Whether a version was stored is unknown; run the same again: it looks first",
      );
      expect((await stat(world.file())).mode & 0o777).to.equal(0o600);
      expect((await complete()).code).to.equal(0);
      expect(world.secret.versions.length).to.equal(1);
      expect(await world.files()).to.deep.equal(["key.json.crt"]);
    });

    it("between storing and removing: the version is found, not stored twice, and the file goes", async () => {
      await world.hasPair();
      await upload();
      const draft = await readFile(world.file(), "utf8");
      await complete();
      await writeFile(world.file(), draft, { mode: 0o600 });
      const again = await complete();
      expect([again.code, again.stderr]).to.deep.equal([0, ""]);
      expect(again.stdout).to.include("versions/1 held it already, from an earlier run");
      expect(world.secret.versions.length).to.equal(1);
      expect(await world.files()).to.deep.equal(["key.json.crt"]);
    });

    it("after all is done: looks whether the version holds the key, and says that nothing is left to do", async () => {
      await world.hasPair();
      await upload();
      await complete();
      const { code, stdout } = await complete();
      const [key] = [...world.account.keys.values()].filter(({ origin }) => origin === "USER_PROVIDED");
      expect([code, stdout]).to.deep.equal([
        0,
        `${world.file()} was completed before: projects/111111111111/secrets/segment-key/versions/1 holds ` +
          `${world.nameOf(key?.id ?? "")}. Nothing is left to do.\n`,
      ]);
      expect(world.secret.versions.length).to.equal(1);
    });

    it("with its file lost before it was stored: refuses, and says what is known", async () => {
      await world.hasPair();
      await upload();
      await rm(world.file());
      const { code, stderr } = await complete();
      expect([code, stderr.split("\n")[0]]).to.deep.equal([
        1,
        `There is no file ${world.file()}, and projects/acme-prod/secrets/segment-key holds no key of its certificate.`,
      ]);
    });
  });

  it("disables the version of a retired key with the key, and says how to take both back", async () => {
    await world.hasPair();
    await upload();
    await complete();
    world.madeKey();
    const [key] = [...world.account.keys.values()].filter(({ origin }) => origin === "USER_PROVIDED");
    const name = world.nameOf(key?.id ?? "");
    const { code, stdout } = await world.run(["disable", name]);
    expect(code).to.equal(0);
    expect(stdout).to.include(
      "Disabled projects/111111111111/secrets/segment-key/versions/1, which holds it.\n",
    );
    expect(stdout).to.include(
      "And with it its secret: gcloud secrets versions enable 1 --secret=segment-key --project=111111111111\n",
    );
    expect(world.secret.versions.map(({ state }) => state)).to.deep.equal(["DISABLED"]);
    expect((await world.run(["disable", name])).code).to.equal(0);
  });

  it("waits until Google shows what was made a moment ago", async () => {
    await world.hasPair();
    await upload();
    world.google.fault({ on: "GET /v1/projects/acme-prod/serviceAccounts", answer: 404, times: 3 });
    expect((await complete()).code).to.equal(0);
  });

  it("tries again when somebody else stores at the same moment (409), and when Google wants it slower (429)", async () => {
    await world.hasPair();
    await upload();
    world.google.fault({ on: /addVersion/, answer: 409 });
    world.google.fault({ on: /addVersion/, answer: 429 });
    expect((await complete()).code).to.equal(0);
    expect(world.secret.versions.length).to.equal(1);
  });

  it("keeps the file when the secret may not be written, and when it is not there", async () => {
    await world.hasPair();
    await upload();
    world.google.fault({ on: /addVersion/, answer: 403 });
    const refused = await complete();
    expect([refused.code, refused.stdout]).to.deep.equal([2, ""]);
    expect(refused.stderr).to.include(":addVersion was refused (403");
    const absent = await complete("--key-secret", "projects/acme-prod/secrets/other");
    expect([absent.code, absent.stderr.split("\n")[0]]).to.deep.equal([
      1,
      "There is no secret projects/acme-prod/secrets/other.",
    ]);
    expect(await world.files()).to.include("key.json");
  });

  it("stores without reading back where one may only add versions, and says so", async () => {
    await world.hasPair();
    await upload();
    world.google.fault({ on: /GET .*versions/, answer: 403, times: 9 });
    const { code, stdout } = await complete();
    expect(code).to.equal(0);
    expect(stdout).to.include("versions/1 (not read back: you may not read it)");
  });

  it("keeps the file when what is read back is not what was stored", async () => {
    await world.hasPair();
    await upload();
    const version = { name: `${secretName}/versions/1`, state: "ENABLED" };
    world.google.fault({ on: /GET .*versions$/, answer: 200, body: {} });
    world.google.fault({ on: /GET .*versions$/, answer: 200, body: { versions: [version] } });
    world.google.fault({ on: /:access/, answer: 200, body: { payload: { data: "e30=" } } });
    const { code, stderr } = await complete();
    expect(code).to.equal(1);
    expect(stderr).to.include("does not hold the key when read back");
    expect(await world.files()).to.include("key.json");
  });

  it("takes --key-id, and refuses another key's, an unknown one, a disabled one and an ended one", async () => {
    await world.hasPair();
    await upload();
    const own = [...world.account.keys.values()].find((key) => key.origin === "USER_PROVIDED");
    const other = world.madeKey().split("/").at(-1) ?? "";
    if (!own) throw new Error("the key was uploaded");
    expect((await complete("--key-id", other)).stderr.split("\n")[0]).to.equal(
      `Key ${other} is not the one of ${world.file()}: their public halves differ.`,
    );
    expect((await complete("--key-id", "0123456789")).stderr).to.equal(`${email} has no key 0123456789.\n`);
    own.disabled = true;
    expect((await complete("--key-id", own.id)).stderr).to.include(`is disabled: nothing was stored.`);
    own.disabled = false;
    const { validBefore } = own;
    own.validBefore = Date.parse("2026-01-01");
    expect((await complete()).stderr).to.include(
      "is no longer valid since 2026-01-01T00:00:00Z: nothing was stored.",
    );
    own.validBefore = validBefore;
    expect(world.secret.versions).to.deep.equal([]);
    expect((await complete("--key-id", world.nameOf(own.id))).code).to.equal(0);
  });

  it("refuses a file that others can read, a symbolic link, and a file that is there already", async () => {
    await world.hasPair();
    await chmod(world.file(), 0o640);
    const open = await complete();
    expect([open.code, open.stderr.split("\n")[0]]).to.deep.equal([
      1,
      `${world.file()} can be read by others (mode 640): its private key counts as leaked.`,
    ]);
    await symlink(world.file("elsewhere"), world.file("link"));
    expect((await world.make("link")).stderr).to.include(`link cannot be read: it is a symbolic link.`);
    await writeFile(world.file("taken"), "mine");
    expect((await world.make("taken")).code).to.equal(1);
    expect(await readFile(world.file("taken"), "utf8")).to.equal("mine");
  });

  it("refuses a pair whose halves do not belong together", async () => {
    await world.hasPair();
    const draft = JSON.parse(await readFile(world.file(), "utf8")) as Record<string, unknown>;
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    draft["privateKey"] = privateKey.export({ type: "pkcs8", format: "pem" });
    await writeFile(world.file(), JSON.stringify(draft));
    expect((await complete()).stderr).to.include("holds no whole key pair");
  });

  it("refuses the same file for another account or slot, and leaves it as it is", async () => {
    await world.hasPair();
    const before = await readFile(world.file(), "utf8");
    const { code, stderr } = await world.run([
      "make",
      "--service-account",
      email,
      "--slot",
      "b",
      "--file",
      world.file(),
    ]);
    expect([code, stderr.split("\n")[0]]).to.deep.equal([
      1,
      `${world.file()} holds a pair for ${email}, slot a, and is left as it is.`,
    ]);
    expect(await readFile(world.file(), "utf8")).to.equal(before);
  });

  it("refuses an eleventh key, and names those that are no longer valid", async () => {
    const names = Array.from({ length: 10 }, () => world.madeKey());
    const dead = world.keyState(names[3] ?? "");
    if (dead) dead.disabled = true;
    await world.hasPair();
    const { code, stderr } = await upload();
    expect(code).to.equal(1);
    expect(stderr).to.equal(
      `${email} has 10 keys already, and Google allows 10.\n\nNext:\n  1. No longer valid: segment-bigquery key delete ${names[3]}\n`,
    );
    expect(world.changes()).to.deep.equal([]);
  }).timeout(60_000);
});

describe("key: organization policy", () => {
  for (const constraint of [
    "iam.disableServiceAccountKeyUpload",
    "iam.managed.disableServiceAccountKeyUpload",
  ]) {
    it(`names ${constraint} and the ways out`, async () => {
      const world = await World.start(seed([`constraints/${constraint}`]));
      try {
        await world.hasPair();
        const { code, stderr, stdout } = await world.run(["upload", "--file", world.file()]);
        expect([code, stdout]).to.deep.equal([1, ""]);
        expect(stderr).to.include(
          `The organization's policy forbids it: constraint ${constraint}. Google says: `,
        );
        expect(stderr).to.include("  1. Exempt the project").and.include(constraint);
        expect(stderr).to.include(
          "  2. Or let Google make the key, if that is not forbidden as well: key.mode google-managed.",
        );
        expect(await world.files()).to.include("key.json");
      } finally {
        await world.stop();
      }
    });
  }
});
