import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { expect } from "chai";
import { commands, loadCommand } from "../../cli/commands";
import { actionSyntax, actionSyntaxes } from "../../cli/key/options";
import { guardedIo, looksLikeKey, mayHoldKey, shown } from "../../cli/keyGuard";
import { main } from "../../cli/main";
import { LeakFinder } from "./LeakFinder";
import { Planted } from "./Planted";

const email = "segment@acme-prod.iam.gserviceaccount.com";
const planted = new Planted();
const finder = new LeakFinder(planted.privateLines);
const file = planted.file(email);
const pem = (JSON.parse(file) as { private_key: string }).private_key;
const lines = planted.privateLines;
const body = lines.join("");
const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** What somebody may have in the clipboard, or a shell may put in the place of "$(cat key.json)". */
const forms: Readonly<Record<string, string>> = {
  "a key file": file,
  "a key file in one line": JSON.stringify(JSON.parse(file)),
  "a key file without its braces": JSON.stringify(JSON.parse(file)).slice(1, -1),
  "a key file, quoted for JSON": JSON.stringify(file),
  "the first half of a key file": file.slice(0, Math.ceil(file.length / 2)),
  "the second half of a key file": file.slice(Math.floor(file.length / 2)),
  "a key file in base64": base64(file),
  "a key file in base64 with line breaks": base64(file).replace(/.{76}/g, "$&\n"),
  "a key file in base64url": Buffer.from(file).toString("base64url"),
  "a key file in base64 twice": base64(base64(file)),
  "a key file in hex": Buffer.from(file).toString("hex"),
  "a key file in URL encoding": encodeURIComponent(file),
  "a PEM": pem,
  "a PEM with escaped line breaks": pem.replaceAll("\n", "\\n"),
  "a PEM in one line": pem.replaceAll("\n", " "),
  "a PEM in base64": base64(pem),
  "a PEM in hex": Buffer.from(pem).toString("hex"),
  "a PEM without its first line": pem.split("\n").slice(1).join("\n"),
  "a line of a PEM": lines[1] ?? "",
  "two lines of a PEM": lines.slice(2, 4).join("\n"),
  "the base64 of the key": body,
  "the base64url of the key": body.replaceAll("+", "-").replaceAll("/", "_"),
  "the key's bytes in hex": Buffer.from(body, "base64").toString("hex"),
  "the key's bytes in hex with colons": Buffer.from(body, "base64")
    .toString("hex")
    .replace(/..(?=.)/g, "$&:"),
  "a line of a PEM in hex": Buffer.from(lines[1] ?? "").toString("hex"),
  "a line of a PEM in base64": base64(lines[1] ?? ""),
};

/** Each option that takes a value, the positional argument, and the option's name itself. */
function places(): { title: string; argv: (key: string) => string[] }[] {
  const found: { title: string; argv: (key: string) => string[] }[] = [
    { title: "the command", argv: (key) => [key] },
    { title: "help of the command", argv: (key) => ["help", key] },
  ];
  const syntaxes = commands.flatMap((entry) => [
    { words: [entry.name], syntax: loadCommand(entry).syntax() },
    ...(entry.name === "key"
      ? actionSyntaxes.map((action) => ({ words: ["key", action.name], syntax: actionSyntax(action) }))
      : []),
  ]);
  for (const { words, syntax } of syntaxes) {
    const name = words.join(" ");
    found.push({ title: `${name} KEY`, argv: (key) => [...words, key] });
    found.push({ title: `${name} KEY KEY`, argv: (key) => [...words, key, key] });
    found.push({ title: `${name} -- KEY`, argv: (key) => [...words, "--", key] });
    found.push({ title: `${name} --KEY`, argv: (key) => [...words, `--${key}`] });
    for (const { long, required } of syntax.options) {
      if (typeof long !== "string") continue;
      if (required) found.push({ title: `${name} ${long} KEY`, argv: (key) => [...words, long, key] });
      found.push({ title: `${name} ${long}=KEY`, argv: (key) => [...words, `${long}=${key}`] });
    }
  }
  return found;
}

/** Runs the program; everything that it printed. */
async function run(argv: string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number; printed: string }> {
  let printed = "";
  const stream = { write: (text: string) => (printed += text) };
  const code = await main(argv, {
    stdout: stream,
    stderr: stream,
    stdin: Readable.from([]),
    env,
    isTTY: false,
  });
  return { code, printed };
}

describe("where secrets could leak: a key pasted in the wrong place", function () {
  this.timeout(120_000);

  it("has forms that hold the key, and many places", () => {
    for (const [form, key] of Object.entries(forms))
      if (!/twice|in base64 with|of a PEM in/.test(form)) expect(finder.find(key), form).to.not.be.empty;
    expect(places()).to.have.length.above(100);
  });

  for (const [form, key] of Object.entries(forms)) {
    it(`${form}, as any argument of any command: it is refused, and not repeated`, async () => {
      for (const { title, argv } of places()) {
        const { code, printed } = await run(argv(key));
        expect([title, code, printed.includes("what looks like a private key")]).to.deep.equal([
          title,
          2,
          true,
        ]);
        expect(finder.find(printed), title).to.deep.equal([]);
        expect(printed, title).to.not.include(key);
      }
    });

    for (const variable of [
      "GOOGLE_APPLICATION_CREDENTIALS",
      "SEGMENT_BIGQUERY_GOOGLE_ENDPOINT",
      "SEGMENT_BIGQUERY_ENDPOINT_IAM",
      "HTTPS_PROXY",
    ]) {
      it(`${form}, in ${variable}`, async () => {
        for (const argv of [
          ["check"],
          ["adopt", "--project", "acme-prod"],
          ["report", "--project", "acme-prod", "--json"],
        ]) {
          const { code, printed } = await run(argv, { [variable]: key });
          expect([
            code,
            printed.startsWith(`${variable} holds what looks like a private key.`),
          ]).to.deep.equal([2, true]);
          expect(finder.find(printed)).to.deep.equal([]);
        }
      });
    }
  }

  it("a key in any other variable is taken out of whatever is printed", () => {
    let printed = "";
    const stream = { write: (text: string) => (printed += text) };
    const io = { stdout: stream, stderr: stream, stdin: Readable.from([]), isTTY: false };
    const guarded = guardedIo([], { ...io, env: { GOOGLE_CREDENTIALS: file } });
    guarded.stdout.write(`it said ${pem}`);
    guarded.stderr.write(`and ${base64(pem)}`);
    expect(printed).to.match(/^it said .*\[secret\]/s);
    expect(finder.find(printed)).to.deep.equal([]);
  });

  it("a line of a key is not repeated, half a line hardly ever, and 20 characters once in ten at most", () => {
    const parts = (length: number): string[] =>
      Array.from({ length: 1000 }, () => randomBytes(64).toString("base64").slice(0, length));
    const repeated = (length: number): number =>
      parts(length).filter((part) => shown(part).includes(part)).length;
    expect(repeated(64)).to.equal(0);
    expect(repeated(32)).to.be.below(15);
    expect(repeated(20)).to.be.below(100);
  });
});

describe("what is no key", () => {
  it("accepts a path in a directory whose random name may be part of a key, because it is there", () => {
    const path = `${tmpdir()}/test-1MYoHMxKd9Qw2ZaB/config.json`;
    expect([looksLikeKey(path), mayHoldKey(path)]).to.deep.equal([false, true]);
    expect(shown(path)).to.equal(`"${path}"`);
    expect(shown(path.replace(tmpdir(), "/no-such-directory"))).to.equal("something that looks like a key");
  });

  for (const name of [
    "acme-analytics",
    "example.com:acme-analytics",
    "acme-prod.web.page views",
    "acme-prod.Crm_Prod_2024.ContactsV2",
    `projects/acme-prod/serviceAccounts/${email}/keys/0123456789abcdef0123456789abcdef01234567`,
    "projects/acme-prod/secrets/segment-key/versions/latest",
    "/var/folders/3x/8kz_q0nd5mq1xk9v5s_4zl5w0000gn/T/segment-key-AbCdEf/key.json",
    "/srv/builds/pulumi-segment-bigquery/pulumi-segment-bigquery/Pulumi.prod.yaml",
    "/Users/ann/Projects/Segment/BigQuery/policy-config.json",
    "C:\\Users\\Ann\\Documents\\Segment\\key.json",
    "/nix/store/0c5b2l3q8s9d7f6g5h4j3k2l1z0x9c8v-nodejs-20.20.2/bin/node",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "123e4567-e89b-12d3-a456-426614174000",
    "https://bigquery.europe-west1.rep.googleapis.com",
    "--segment-creates-state-dataset",
  ]) {
    it(`accepts ${name}`, () => {
      expect([looksLikeKey(name), mayHoldKey(name)]).to.deep.equal([false, false]);
      expect(shown(name)).to.equal(`"${name}"`);
    });
  }
});
