import { expect } from "chai";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { gzipSync } from "node:zlib";
import { LeakFinder } from "./LeakFinder";
import { Planted } from "./Planted";
import { rsaPem } from "../support/rsaKeys";

const planted = new Planted();
const finder = new LeakFinder(planted.privateLines);
const body = planted.privateLines.join("");
const bytes = Buffer.from(body, "base64");
const file = planted.file("segment@acme-prod.iam.gserviceaccount.com");

describe("the search for leaks", () => {
  const leaks: [string, string][] = [
    ["the PEM", planted.pem],
    ["the key file", file],
    ["the key file as a string in JSON", JSON.stringify({ key: file })],
    ["that as a string in JSON again", JSON.stringify(JSON.stringify({ key: file }))],
    ["the first 20 characters of its private part", body.slice(0, 20)],
    ["the last 20 characters of its private part", body.slice(-20)],
    ["20 characters across a line's end", body.slice(54, 74)],
    ["its bytes in base64url", bytes.toString("base64url")],
    ["its bytes in hex", bytes.toString("hex")],
    ["its bytes in hex, in capitals", bytes.toString("hex").toUpperCase()],
    ["its bytes in hex with colons", (bytes.toString("hex").match(/../g) ?? []).join(":")],
    ["the PEM in hex", Buffer.from(planted.pem).toString("hex")],
    ["the key file, URL-encoded", encodeURIComponent(file)],
    ["the key file, URL-encoded twice", encodeURIComponent(encodeURIComponent(file))],
    ["every character as HTML", body.replace(/./g, (one) => `&#${one.charCodeAt(0)};`)],
    [
      "every character as a JSON escape",
      body.replace(/./g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`),
    ],
    ["lines of 16 with indentation", (body.match(/.{1,16}/g) ?? []).join("\n      ")],
    ["lines of 10 in a table", (body.match(/.{1,10}/g) ?? []).join(" |\n| ")],
    ["lines as node prints long texts", (body.match(/.{1,16}/g) ?? []).join("' +\n    '")],
    ["pieces of 12 in an array", JSON.stringify(body.match(/.{1,12}/g))],
    [
      "the DER of the whole key",
      createPrivateKey(planted.pem).export({ type: "pkcs1", format: "der" }).toString("base64"),
    ],
  ];
  for (let shift = 0; shift < 3; shift++) {
    const before = "x".repeat(shift);
    const whole = Buffer.from(before + file).toString("base64");
    leaks.push([`the key file in base64, alignment ${shift}`, whole]);
    leaks.push([
      `the key file in base64url, alignment ${shift}`,
      Buffer.from(before + file).toString("base64url"),
    ]);
    leaks.push([
      `the key file in base64 in lines of 76, alignment ${shift}`,
      (whole.match(/.{1,76}/g) ?? []).join("\r\n"),
    ]);
    leaks.push([
      `its bytes in base64, alignment ${shift}`,
      Buffer.concat([Buffer.from(before), bytes]).toString("base64"),
    ]);
    leaks.push([
      `one line of it in base64, alignment ${shift}`,
      Buffer.from(before + body.slice(0, 64)).toString("base64"),
    ]);
  }
  for (const [what, text] of leaks) {
    it(`finds ${what}`, () => {
      expect(finder.find(`something before, ${text} and behind`)).to.not.be.empty;
    });
  }

  it("finds each fragment of 20 characters, wherever it is cut", () => {
    for (let at = 0; at + 20 <= body.length; at++)
      expect(finder.find(`:${body.slice(at, at + 20)}:`)).to.not.be.empty;
  });

  it("does not repeat what it has found", () => {
    expect(finder.find(planted.pem).join()).to.not.include(body.slice(0, 8));
  });

  const innocent: [string, string][] = [
    ["the public half", createPublicKey(planted.pem).export({ type: "spki", format: "pem" }).toString()],
    ["another key", rsaPem(1)],
    [
      "the key's id and the account",
      "0123456789abcdef0123456789abcdef01234567 segment@acme-prod.iam.gserviceaccount.com",
    ],
    ["the markers of a PEM", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"],
    ["19 characters", body.slice(0, 19)],
  ];
  for (const [what, text] of innocent) {
    it(`takes ${what} for no leak`, () => {
      expect(finder.find(text)).to.deep.equal([]);
    });
  }

  it("does not look into what is compressed or encrypted", () => {
    expect(finder.find(gzipSync(planted.pem).toString("latin1"))).to.deep.equal([]);
  });
});
