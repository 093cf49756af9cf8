import { expect } from "chai";
import { keepsSecret } from "../../../../policy/access/secretPlaces";
import type { TestResource } from "../../support";
import { component } from "../keySupport";
import { access } from "./support";

function keeps(property: string, place: Omit<TestResource, "name">, ...more: readonly TestResource[]) {
  return keepsUnder({}, property, place, ...more);
}

function keepsUnder(
  settings: object,
  property: string,
  place: Omit<TestResource, "name">,
  ...more: readonly TestResource[]
) {
  const { stack, config } = access([...more, { ...place, name: "place" }], settings);
  const resource = stack.resources.find(({ name }) => name === "place");
  if (!resource) throw new Error("The test's stack has no place");
  return keepsSecret({ config }, resource, property);
}

describe("keepsSecret", () => {
  for (const [type, kept, open] of [
    ["gcp:secretmanager/secretVersion:SecretVersion", ["secretData", "secretDataWo"], ["secret", "labels"]],
    ["gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion", ["secretData", "secretDataWo"], ["id"]],
    ["google-native:secretmanager/v1:Version", ["payload"], ["name"]],
    [
      "aws:secretsmanager/secretVersion:SecretVersion",
      ["secretString", "secretStringWo", "secretBinary"],
      ["secretId"],
    ],
    ["aws-native:secretsmanager:Secret", ["secretString"], ["description"]],
    ["azure:keyvault/secret:Secret", ["value", "valueWo"], ["tags", "contentType"]],
    ["azure-native:keyvault:Secret", ["properties"], ["tags"]],
    ["azure-native:keyvault/v20230701:Secret", ["properties"], ["tags"]],
    ["azure-native:keyvault/v20210601preview:Secret", ["properties"], ["tags"]],
    ["vault:kv/secretV2:SecretV2", ["dataJson", "dataJsonWo", "data"], ["customMetadata"]],
    ["vault:kv/secret:Secret", ["dataJson", "data"], ["path"]],
    ["vault:generic/secret:Secret", ["dataJson", "data"], ["path"]],
    ["pulumiservice:index:Environment", ["yaml"], ["name"]],
    ["azure-native:keyvault/v20230701:Vault", [], ["properties"]],
    ["my-azure-native:keyvault/v20230701:Secret", [], ["properties"]],
    ["azure-native:keyvault/v20230701:SecretVersion", [], ["properties"]],
    ["kubernetes:core/v1:Secret", [], ["data", "stringData"]],
    ["kubernetes:core/v1:ConfigMap", [], ["data"]],
    ["github:index/actionsSecret:ActionsSecret", ["plaintextValue"], ["repository"]],
    ["github:index/actionsVariable:ActionsVariable", [], ["value"]],
    ["constructor", [], ["length", "name"]],
  ] as const) {
    it(`tells what ${type} keeps`, () => {
      for (const property of kept) expect(keeps(property, { type, props: {} }), property).to.equal(true);
      for (const property of open) expect(keeps(property, { type, props: {} }), property).to.equal(false);
    });
  }

  it("trusts a parameter of AWS where it is a SecureString, and never its insecureValue", () => {
    const parameter = (type: unknown) => ({ type: "aws:ssm/parameter:Parameter", props: { type } });
    for (const property of ["value", "valueWo"]) {
      expect(keeps(property, parameter("SecureString"))).to.equal(true);
      for (const type of ["String", "StringList", undefined, null, ["SecureString"]])
        expect(keeps(property, parameter(type))).to.equal(false);
    }
    for (const property of ["insecureValue", "description", "tags"])
      expect(keeps(property, parameter("SecureString"))).to.equal(false);
  });

  it("trusts no place for standing under a SegmentBigQuery, whose author chooses it", () => {
    const whole = { ...component(), name: "whole" };
    const safe = { type: "acme:safe:Secret", props: {}, parent: "whole" };
    expect(keeps("value", safe, whole)).to.equal(false);
    expect(keeps("value", { ...safe, type: "doppler:index/secret:Secret" }, whole)).to.equal(true);
  });

  it("trusts every property of a type that the config names, by either spelling", () => {
    const settings = { secretsManagers: ["acme:index/safe:Safe"] };
    for (const type of ["acme:index/safe:Safe", "acme:index:Safe"]) {
      expect(keepsUnder(settings, "anything", { type, props: {} })).to.equal(true);
      expect(keeps("anything", { type, props: {} })).to.equal(false);
    }
    for (const type of ["acme:index/other:Other", "kubernetes:core/v1:ConfigMap"])
      expect(keepsUnder(settings, "anything", { type, props: {} })).to.equal(false);
    const known = { type: "doppler:index/secret:Secret", props: {} };
    expect(keepsUnder(settings, "value", known)).to.equal(true);
  });

  it("knows a type by either spelling", () => {
    expect(keeps("password", { type: "onepassword:index:Item", props: {} })).to.equal(true);
    expect(keeps("password", { type: "onepassword:index/other:Item", props: {} })).to.equal(false);
  });

  it("trusts a secrets manager under another parent as elsewhere", () => {
    const other = { type: "acme:index:Stack", name: "other", props: {} };
    const version = { type: "azure:keyvault/secret:Secret", props: {}, parent: "other" };
    expect(keeps("value", version, other)).to.equal(true);
    expect(keeps("tags", version, other)).to.equal(false);
  });
});
