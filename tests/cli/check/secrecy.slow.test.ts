import { expect } from "chai";
import { World } from "./world";

/** Every piece of 20 characters of a secret, in the forms in which it could get out. */
function pieces(secret: string): Set<string> {
  const bare = secret.replace(/-----[A-Z ]+-----|\s/g, "");
  const forms = [
    bare,
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("hex"),
    encodeURIComponent(secret),
  ];
  const found = new Set<string>();
  for (const form of forms) for (let at = 0; at + 20 <= form.length; at++) found.add(form.slice(at, at + 20));
  return found;
}

function leaks(text: string, secret: string): string[] {
  const wanted = pieces(secret);
  const joined = text.replace(/\s|\\n/g, "");
  return [text, joined].flatMap((one) => {
    const hits: string[] = [];
    for (let at = 0; at + 20 <= one.length; at++)
      if (wanted.has(one.slice(at, at + 20))) hits.push(one.slice(at, at + 20));
    return hits;
  });
}

describe("check keeps the key to itself", () => {
  let world: World;
  beforeEach(async () => void (world = await World.start()));
  afterEach(() => world.stop());

  const privateKey = (): string => (JSON.parse(world.keyText) as { private_key: string }).private_key;

  it("has a way of finding leaks that finds them", () => {
    expect(leaks(`x ${privateKey()} y`, privateKey())).not.to.deep.equal([]);
    expect(leaks(Buffer.from(privateKey()).toString("base64"), privateKey())).not.to.deep.equal([]);
  });

  for (const json of [true, false]) {
    it(`in ${json ? "JSON" : "lines"}, with every option, and its token too`, async () => {
      const args = ["--write", "--read-api", "storage", "--model", "acme-prod.crm.churn:get,create,predict"];
      const { stdout, stderr } = await world.run(args, { json, isTTY: !json });
      const [token = ""] = world.google.state.tokens.keys();
      expect(stdout).not.to.equal("");
      expect(leaks(stdout + stderr, privateKey())).to.deep.equal([]);
      expect(leaks(stdout + stderr, token)).to.deep.equal([]);
    });
  }

  it("when whoever answers quotes what was sent", async () => {
    const evil = {
      error: "invalid_grant",
      error_description: `cannot take ${privateKey()} nor ${encodeURIComponent(privateKey())}`,
    };
    world.google.fault({ on: "POST /token", answer: 400, body: evil });
    const { stdout, stderr } = await world.run([], { json: false });
    expect(stdout).to.include("cannot take");
    expect(leaks(stdout + stderr, privateKey())).to.deep.equal([]);
  });

  it("when Google quotes the token", async () => {
    const tokens = world.google.state.tokens;
    const body = {
      get error(): object {
        return { code: 403, message: `bad token ${[...tokens.keys()].join()}` };
      },
    };
    world.google.fault({ on: /queries/, answer: 403, body, times: 99 });
    const { stdout } = await world.run([], { json: false });
    expect(stdout).to.include("bad token [secret]");
  });

  it("when the key is damaged", async () => {
    for (const damage of [
      (text: string) => text.slice(0, -40),
      (text: string) => text.replaceAll("\\n", ""),
      (text: string) => text.replace('"service_account"', '"something"'),
      (text: string) => `{"type":${text}}`,
    ]) {
      const { stdout, stderr, code } = await world.run([], { stdin: damage(world.keyText), json: false });
      expect([code, leaks(stdout + stderr, privateKey())]).to.deep.equal([1, []]);
    }
  });
});
