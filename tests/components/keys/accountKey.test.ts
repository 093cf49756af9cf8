import type { Key } from "@pulumi/gcp/serviceaccount/key";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { jsonOf } from "../../../components/resources/keys/accountKey";
import { failuresOf } from "../../support/failures";
import { isSecret, value } from "../../support/mocks";

const key = (json: string) =>
  ({ privateKey: pulumi.output(Buffer.from(json).toString("base64")) }) as unknown as Key;

describe("the JSON of a key", () => {
  it("is a secret, though what it comes from were none", async () => {
    const json = jsonOf(key('{"private_key":"…"}'));
    expect([await value(json), await isSecret(json)]).to.deep.equal(['{"private_key":"…"}', true]);
  });

  it("fails above what Secret Manager holds, and shows nothing of it", async () => {
    expect(await value(jsonOf(key("x".repeat(65_536))))).to.have.length(65_536);
    const [failure, ...rest] = await failuresOf(() => value(jsonOf(key("planted".repeat(10_000)))));
    expect(failure?.message).to.equal("The key has 70000 bytes; Secret Manager holds at most 65536.");
    expect(rest).to.deep.equal([]);
  });
});
