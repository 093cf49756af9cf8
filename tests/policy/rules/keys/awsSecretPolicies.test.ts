import { expect } from "chai";
import { make, type TestResource, unknown } from "../../support";
import { said } from "../keySupport";
import { keyFile } from "./support";

type Props = Readonly<Record<string, unknown>>;

const arn = "arn:aws:secretsmanager:eu-west-1:1:secret:seg-abc";

const everybody = { Effect: "Allow", Principal: "*", Action: "secretsmanager:GetSecretValue" };

const policyOf = (...statements: unknown[]) => JSON.stringify({ Statement: statements });

const data = keyFile(make.email, "MARKED");

function secret(props: Props = {}, name = "as"): TestResource {
  return { type: "aws:secretsmanager/secret:Secret", name, props: { name: "seg", arn, id: arn, ...props } };
}

function version(props: Props = {}, from: TestResource["from"] = {}): TestResource {
  const type = "aws:secretsmanager/secretVersion:SecretVersion";
  return { type, name: "av", props: { secretId: arn, secretString: data, ...props }, from };
}

function policy(props: Props = {}, from: TestResource["from"] = {}): TestResource {
  const type = "aws:secretsmanager/secretPolicy:SecretPolicy";
  const own = { id: "p-1", secretArn: arn, policy: policyOf(everybody) };
  return { type, name: "ap", props: { ...own, ...props }, from };
}

function native(kind: string, name: string, props: Props): TestResource {
  return { type: `aws-native:secretsmanager:${kind}`, name, props };
}

const judged = (...stack: readonly TestResource[]) =>
  said(["secret-readers", "undetermined"], [make.account(), ...stack]);

const open = (name: string) =>
  `mandatory: The policy of the AWS secret \`${name}\` lets everybody read it. It holds the key of Segment's account. Fix: name the roles that hand the key to Segment, treat the key as compromised, and replace it. [secret-readers]`;

const unclear = (by: string, property: string) =>
  `advisory: Whether \`${by}\` lets everybody read the secret \`as\` with the key of Segment's account is unknown until the update. Its ${property} is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]`;

describe("openAwsSecrets, by the policy", () => {
  const role = { AWS: "arn:aws:iam::1:role/reader" };
  const narrowed = (operator: string, key: string, value: unknown) => ({
    ...everybody,
    Condition: { [operator]: { [key]: value } },
  });

  const rejected: readonly (readonly [string, unknown])[] = [
    ["everybody", policyOf(everybody)],
    ["everybody, in an object", { Statement: [everybody] }],
    [
      "everybody, in small letters",
      { statement: { effect: "Allow", principal: { aws: "*" }, action: "secretsmanager:GetSecretValue" } },
    ],
    ["everybody, in one statement without a list", { Statement: everybody }],
    ["everybody, beside others", policyOf(null, "x", { ...everybody, Principal: role }, everybody)],
    ["every account of AWS", policyOf({ ...everybody, Principal: { AWS: "*" } })],
    ["every account of AWS, in a list", policyOf({ ...everybody, Principal: { AWS: [role.AWS, "*"] } })],
    ["all but one", policyOf({ ...everybody, Principal: undefined, NotPrincipal: role })],
    ["every action", policyOf({ ...everybody, Action: "*" })],
    ["all that reads, in other letters", policyOf({ ...everybody, Action: "SECRETSMANAGER:GET*" })],
    [
      "all that reads, by a pattern of single letters",
      policyOf({ ...everybody, Action: "secretsmanager:?etSecretValu?" }),
    ],
    ["all that reads, by both wildcards", policyOf({ ...everybody, Action: "secretsmanager:*et?ecret*" })],
    [
      "one of several actions",
      policyOf({ ...everybody, Action: [7, "kms:Decrypt", "secretsmanager:GetSecretValue"] }),
    ],
    [
      "all actions but others",
      policyOf({ ...everybody, Action: undefined, NotAction: "secretsmanager:PutSecretValue" }),
    ],
    ["a condition that is none", policyOf({ ...everybody, Condition: "x" })],
    ["a condition on something else", policyOf(narrowed("StringEquals", "aws:RequestedRegion", "eu"))],
    ["a condition without keys", policyOf({ ...everybody, Condition: { StringEquals: "x" } })],
    ["all accounts but one", policyOf(narrowed("StringNotEquals", "aws:PrincipalAccount", "1"))],
    ["whoever shows no account", policyOf(narrowed("StringEqualsIfExists", "aws:PrincipalAccount", "1"))],
    ["whoever has no account", policyOf(narrowed("Null", "aws:PrincipalAccount", "true"))],
    [
      "whoever has no organization",
      policyOf(narrowed("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-1")),
    ],
    ["every account by a wildcard", policyOf(narrowed("StringLike", "aws:PrincipalAccount", "*"))],
    ["every account by its length", policyOf(narrowed("StringLike", "aws:PrincipalAccount", "????????????"))],
    [
      "a role of that name in every account",
      policyOf(narrowed("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/reader")),
    ],
    ["every role of AWS", policyOf(narrowed("StringLike", "aws:PrincipalArn", ["arn:aws:iam*"]))],
    ["every address", policyOf(narrowed("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "0.0.0.0/0"]))],
    ["every address of version 6", policyOf(narrowed("IpAddress", "aws:SourceIp", "::/0"))],
  ];
  for (const [title, written] of rejected)
    it(`rejects ${title} and names the secret`, () => {
      expect(judged(secret(), version(), policy({ policy: written }))).to.deep.equal([open("as")]);
    });

  const accepted: readonly (readonly [string, unknown])[] = [
    ["a role", policyOf({ ...everybody, Principal: role })],
    ["a role, and no other left out", policyOf({ ...everybody, Principal: role, NotPrincipal: null })],
    ["a service", policyOf({ ...everybody, Principal: { Service: "*", AWS: null } })],
    ["a denial", policyOf({ ...everybody, Effect: "Deny" })],
    ["another action", policyOf({ ...everybody, Action: "secretsmanager:PutSecretValue" })],
    [
      "actions that a pattern of single letters leaves out",
      policyOf({
        ...everybody,
        Action: ["secretsmanager:GetSecretValue?", "secretsmanager:?GetSecretValue", "?"],
      }),
    ],
    [
      "actions that a pattern of both wildcards leaves out",
      policyOf({ ...everybody, Action: ["secretsmanager:Put?*", "*Value*?", "secretsmanager:*Secret"] }),
    ],
    [
      "a role of one account, by a pattern",
      policyOf(narrowed("ArnLike", "aws:PrincipalArn", "arn:aws:iam::1:role/read?r*")),
    ],
    [
      "a bucket, whose ARN names no account",
      policyOf(narrowed("ArnEquals", "aws:SourceArn", "arn:aws:s3:::acme")),
    ],
    ["a condition on a broken ARN", policyOf(narrowed("ArnEquals", "aws:SourceArn", "arn:aws"))],
    ["all actions but reading", policyOf({ ...everybody, Action: null, NotAction: "secretsmanager:Get*" })],
    [
      "all actions but reading and others",
      policyOf({ ...everybody, Action: undefined, NotAction: [7, "kms:*", "secretsmanager:GetSecretValue"] }),
    ],
    ["one organization", policyOf(narrowed("StringEquals", "aws:PrincipalOrgID", "o-1"))],
    [
      "any path of one organization",
      policyOf(narrowed("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-1/*")),
    ],
    [
      "one organization among other conditions",
      policyOf({
        ...everybody,
        Condition: {
          Bool: { "aws:SecureTransport": "true" },
          StringEquals: { "aws:RequestedRegion": "eu", "aws:principalorgid": ["o-1", "o-2"] },
        },
      }),
    ],
    ["no policy", undefined],
    ["no statement", JSON.stringify({ Version: "2012-10-17" })],
    ["a policy that is no JSON", "{"],
    ["a policy that is no object", "7"],
  ];
  for (const [title, written] of accepted)
    it(`accepts ${title}`, () => {
      expect(judged(secret(), version(), policy({ policy: written }))).to.deep.equal([]);
    });

  it("undetermined where a part of the policy is not known, and names it", () => {
    for (const written of [
      unknown,
      { Statement: [{ ...everybody, Principal: unknown }] },
      { Statement: [narrowed("StringEquals", "aws:PrincipalOrgID", unknown)] },
    ])
      expect(judged(secret(), version(), policy({ policy: written }))).to.deep.equal([
        unclear("ap", "policy"),
      ]);
  });

  it("rejects what is open whatever the rest comes to", () => {
    const written = { Statement: [everybody, { ...everybody, Principal: unknown }] };
    expect(judged(secret(), version(), policy({ policy: written }))).to.deep.equal([open("as")]);
  });
});

describe("openAwsSecrets, by the secret", () => {
  const other = arn.replace("seg", "other");
  const from = { secretArn: ["as"] };

  const rejected: readonly (readonly [string, readonly TestResource[], string?])[] = [
    ["a secret of another stack", [version(), policy()], "av"],
    [
      "a secret whose ARN is not known yet",
      [
        secret({ arn: unknown, id: unknown, name: "seg-x" }),
        version({ secretId: unknown }, { secretId: ["as"] }),
        policy({ secretArn: unknown }, from),
      ],
    ],
    ["a secret by its name", [secret(), version({ secretId: "seg" }), policy()]],
    ["a secret by its id", [secret({ arn: unknown }), version(), policy()]],
    ["a secret by its ARN", [secret({ id: unknown }), version(), policy()]],
    [
      "the right one of several secrets",
      [
        secret({ name: "x", arn: other, id: other }, "other"),
        secret(),
        version({ secretId: "seg" }),
        policy(),
      ],
    ],
    [
      "a secret that two policies are for, of which one is not known",
      [secret(), version(), { ...policy({ policy: unknown }), name: "aa" }, policy()],
    ],
    [
      "a secret with a policy of its own",
      [secret({ policy: policyOf(everybody) }), version({ secretString: undefined, secretBinary: data })],
    ],
    [
      "what is only written",
      [secret(), version({ secretString: undefined, secretStringWo: data }), policy()],
    ],
    [
      "a secret of aws-native with a policy",
      [
        native("Secret", "as", { id: arn, secretString: data }),
        native("ResourcePolicy", "ap", { secretId: arn, resourcePolicy: { Statement: [everybody] } }),
      ],
    ],
  ];
  for (const [title, stack, name = "as"] of rejected)
    it(`rejects ${title} and names it`, () => {
      expect(judged(...stack)).to.deep.equal([open(name)]);
    });

  const accepted: readonly (readonly [string, readonly TestResource[]])[] = [
    ["the policy of another secret", [secret(), version(), policy({ secretArn: other })]],
    [
      "the policy of another secret, while neither's ARN is known",
      [
        secret({ arn: unknown, id: unknown, name: unknown }),
        secret({ arn: unknown, id: unknown, name: unknown }, "other"),
        version({ secretId: unknown }, { secretId: ["as"] }),
        policy({ secretArn: unknown }, { secretArn: ["other"] }),
      ],
    ],
    ["a secret without the key", [secret(), version({ secretString: "a password" }), policy()]],
    ["a secret with another's key", [version({ secretString: keyFile("b@x.example", "MARKED") }), policy()]],
    ["a policy that the provider computes", [secret({ policy: unknown }), version()]],
    ["names that are left out", [version({ secretId: null }), policy({ secretArn: null })]],
  ];
  for (const [title, stack] of accepted)
    it(`accepts ${title}`, () => {
      expect(judged(...stack)).to.deep.equal([]);
    });

  it("undetermined where the secret's own policy comes from something, and names it", () => {
    const made = { ...secret({ policy: unknown }), from: { policy: ["av"] } };
    expect(judged(made, version())).to.deep.equal([unclear("as", "policy")]);
  });

  it("undetermined where it is not known which secret a policy is for, and names that", () => {
    expect(judged(secret(), version(), policy({ secretArn: unknown }))).to.deep.equal([
      unclear("ap", "secretArn"),
    ]);
  });
});
