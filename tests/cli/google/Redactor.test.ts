import { expect } from "chai";
import { randomBytes } from "node:crypto";
import { Redactor } from "../../../cli/google/Redactor";
import { rsaPem } from "../../support/rsaKeys";

const secret = randomBytes(40).toString("base64url");

describe("the redactor", () => {
  const redactor = new Redactor();
  redactor.add(secret);

  const forms: Record<string, string> = {
    "as it is": secret,
    "in base64": Buffer.from(secret).toString("base64"),
    "in hex": Buffer.from(secret).toString("hex"),
    "URL-encoded": encodeURIComponent(secret),
    "20 characters of it": secret.slice(11, 31),
  };
  for (const [name, form] of Object.entries(forms)) {
    it(`takes out a secret ${name}`, () => {
      expect(redactor.clean(`before ${form} after`)).to.equal("before [secret] after");
    });
  }

  it("takes out a private key that was wrapped again", () => {
    const pem = rsaPem();
    redactor.add(pem);
    const body = pem.split("\n").slice(1, -2).join("");
    const wrapped = body.match(/.{1,40}/g)?.join("\n") ?? "";
    const cleaned = redactor.clean(wrapped);
    for (let at = 0; at + 20 <= body.length; at++) expect(cleaned).not.to.include(body.slice(at, at + 20));
    expect(cleaned).to.include("[secret]");
  });

  it("leaves everything else as it is, but for what would steer a terminal", () => {
    const plain = "Access Denied: Table acme:crm.contacts: User does not have permission\nsecond line – ü";
    expect(redactor.clean(plain)).to.equal(plain);
    expect(redactor.clean("a\u001b[31mb\u202ec\rd")).to.equal("a [31mb c d");
  });
});
