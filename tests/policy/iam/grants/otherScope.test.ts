import { expect } from "chai";
import type { TestResource } from "../../support";
import { only, told } from "./support";

const role = "roles/browser";

const member = "user:ann@acme.com";

describe("the scope of an IAM resource on anything else", () => {
  /** What the resource is called with, the module and kind of its token, and its other properties. */
  const rows: readonly [
    title: string,
    token: readonly [module: string, kind: string],
    props: TestResource["props"],
    type: string,
    id: string,
  ][] = [
    ["the property of its kind", ["storage", "Bucket"], { bucket: "assets" }, "storage bucket", "assets"],
    [
      "the id of its kind",
      ["bigqueryanalyticshub", "Listing"],
      { dataExchangeId: "sea", listingId: "raw" },
      "bigqueryanalyticshub listing",
      "raw",
    ],
    [
      "the name of its kind",
      ["compute", "Instance"],
      { description: "d", instanceName: "vm" },
      "compute instance",
      "vm",
    ],
    [
      "a property that ends in its kind",
      ["dataplex", "Zone"],
      { asset: "a", dataplexZone: "raw", lake: "sea" },
      "dataplex zone",
      "raw",
    ],
    [
      "a property that its kind ends in",
      ["iap", "AppEngineService"],
      { appId: "app", service: "web" },
      "iap app engine service",
      "web",
    ],
    [
      "the name, where no property is called like its kind",
      ["logging", "LogView"],
      { bucket: "b", name: "view", parent: "p" },
      "logging log view",
      "view",
    ],
    [
      "the first property by name, where there is not even a name",
      ["apigee", "Environment"],
      { orgId: "o", envId: "e" },
      "apigee environment",
      "e",
    ],
    ["the only property, for a token without a kind", ["cloudrun", ""], { service: "s" }, "cloudrun", "s"],
    ["the resource's own name, where nothing names it", ["iap", "Tunnel"], {}, "iap tunnel", "it"],
    [
      "no empty text, no number and nothing that says where or to whom",
      ["pubsub", "Topic"],
      {
        ...{
          about: "",
          etag: "e",
          id: "i",
          location: "us",
          region: "r",
          policyData: "{}",
          size: 7,
          zeta: "z",
        },
        topic: "",
      },
      "pubsub topic",
      "z",
    ],
    [
      "a property in which Id only begins a word",
      ["acme", "Identity"],
      { alias: "a", ownIdentity: "i" },
      "acme identity",
      "i",
    ],
    [
      "nothing in which its kind stands elsewhere than at the end",
      ["dataplex", "Lake"],
      { lakeside: "x", name: "sea" },
      "dataplex lake",
      "sea",
    ],
    [
      "nothing that its kind only begins with",
      ["iap", "AppEngineService"],
      { app: "x", name: "web" },
      "iap app engine service",
      "web",
    ],
    ["no module, for a resource of another spelling", ["other", "Bucket"], { name: "b" }, "bucket", "b"],
  ];
  for (const [title, [module, kind], props, type, id] of rows)
    it(`is called by ${title}`, () => {
      const resource = {
        type: `gcp:${module}/x:${kind}IamMember`,
        name: "it",
        props: { project: "acme", role, member, ...props },
      };
      expect(told(resource)).to.deep.equal(
        only({ shape: "member", scope: { kind: "other", type, id, project: "acme" }, role, member }),
      );
    });

  it("has no project while that is not known", () => {
    const bucket = {
      type: "gcp:storage/bucketIAMMember:BucketIAMMember",
      name: "it",
      props: { bucket: "assets", role, member },
    };
    const scope = { kind: "other" as const, type: "storage bucket", id: "assets", project: undefined };
    expect(told(bucket)).to.deep.equal(only({ shape: "member", scope, role, member }));
  });

  it("is called by its name where Config Connector grants on it", () => {
    const policyMember = {
      type: "kubernetes:iam.cnrm.cloud.google.com/v1beta1:IAMPolicyMember",
      name: "it",
      props: {
        apiVersion: "iam.cnrm.cloud.google.com/v1beta1",
        kind: "IAMPolicyMember",
        metadata: { name: "m", namespace: "acme" },
        spec: { resourceRef: { kind: "StorageBucket", external: "assets" }, role, member },
      },
    };
    const scope = { kind: "other" as const, type: "storage bucket", id: "assets", project: "acme" };
    expect(told(policyMember)).to.deep.equal(only({ shape: "member", scope, role, member }));
  });
});
