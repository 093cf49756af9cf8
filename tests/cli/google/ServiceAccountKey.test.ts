import { generateKeyPairSync } from "node:crypto";
import { inspect } from "node:util";
import { expect } from "chai";
import fc from "fast-check";
import { ServiceAccountKey } from "../../../cli/google/ServiceAccountKey";
import { rsaPem } from "../../support/rsaKeys";

const pem = rsaPem();
const file = {
  type: "service_account",
  project_id: "acme-prod",
  private_key_id: "0123456789abcdef",
  private_key: pem,
  client_email: "segment@acme-prod.iam.gserviceaccount.com",
};
const problems = (source: string): unknown => ServiceAccountKey.parse(source);

describe("a service account's key", () => {
  it("accepts Google's key file", () => {
    const key = ServiceAccountKey.parse(JSON.stringify(file));
    expect(key).to.include({ email: file.client_email, keyId: "0123456789abcdef", project: "acme-prod" });
  });

  it("shows nothing of its private half when it is printed, inspected or turned into JSON", () => {
    const key = ServiceAccountKey.parse(JSON.stringify(file));
    const listed = JSON.stringify(Object.entries(key));
    const shown = [inspect(key, { showHidden: true, depth: 9 }), JSON.stringify(key), listed].join();
    for (const line of pem.split("\n").filter((part) => part !== "")) expect(shown).not.to.include(line);
  });

  it("rejects everything that is wrong at once", () => {
    expect(problems('{"type":"authorized_user"}')).to.deep.equal([
      'type is "authorized_user", not "service_account"; Segment takes only a service account\'s key',
      "client_email is missing",
      "private_key_id is missing",
      "project_id is missing",
      "private_key is missing",
    ]);
  });

  it("rejects a key whose line breaks were lost, one too short and one that is not RSA", () => {
    const withKey = (private_key: string): unknown => problems(JSON.stringify({ ...file, private_key }));
    expect(withKey(pem.replaceAll("\n", " "))).to.deep.equal([
      "private_key is not a private key in PEM; were its line breaks (\\n) lost in copying?",
    ]);
    const short = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
    expect(withKey(short.export({ type: "pkcs8", format: "pem" }).toString())).to.deep.equal([
      "private_key is not an RSA key of 2048 bits or more (it has 1024)",
    ]);
    const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    expect(withKey(curve.export({ type: "pkcs8", format: "pem" }).toString())).to.deep.equal([
      "private_key is not an RSA key of 2048 bits or more (it has 0)",
    ]);
  });

  it("accepts the token endpoints of Google's older key files, rejects any other and names its host", () => {
    const withUri = (token_uri: unknown): unknown => problems(JSON.stringify({ ...file, token_uri }));
    for (const uri of [
      undefined,
      "https://oauth2.googleapis.com/token",
      "https://accounts.google.com/o/oauth2/token",
    ])
      expect(withUri(uri)).to.be.instanceOf(ServiceAccountKey);
    const foreign = "the file is not as Google made it, and following it would hand access to somebody else";
    expect(withUri("https://oauth2.googleapis.com.evil.example/token")).to.deep.equal([
      `token_uri is not Google's (its host is oauth2.googleapis.com.evil.example): ${foreign}`,
    ]);
    for (const uri of ["http://oauth2.googleapis.com:x", 7, null])
      expect(withUri(uri)).to.deep.equal([`token_uri is not Google's: ${foreign}`]);
  });

  it("rejects an address that would break out of a command line", () => {
    expect(
      problems(JSON.stringify({ ...file, client_email: "x$(id)@acme.iam.gserviceaccount.com" })),
    ).to.deep.equal(["client_email does not look like one"]);
  });

  it("never repeats what it was given", () => {
    const marked = "s3cr3tmaterialthatmustnotappear";
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(file)),
        fc.constantFrom("wrapped", "alone"),
        (field, how) => {
          const source = JSON.stringify({ ...file, [field]: how === "alone" ? marked : `x ${marked} {}` });
          const parsed = problems(source);
          // Marked as an id the text is a good one, and no problem at all.
          const said = parsed instanceof ServiceAccountKey ? "" : JSON.stringify(parsed);
          expect(said).not.to.include(marked);
        },
      ),
    );
    expect(String(problems(marked))).not.to.include(marked);
  });
});
