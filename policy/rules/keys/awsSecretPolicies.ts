import type { Assessment } from "../../access/assessment";
import {
  hasUnknown,
  isList,
  isObject,
  type Plain,
  type PlainObject,
  text,
  UNKNOWN,
  type Unknown,
} from "../../stack/plain";
import { remembered } from "../../stack/remembered";
import type { Resource } from "../../stack/resource";
import { sourcesOf, type Stack } from "../../stack/stack";
import { keyHolder, type KeySecret } from "./keySecrets";
import { segmentKeys } from "./segmentKeys";

/** A secret of AWS Secrets Manager with Segment's key whose resource policy lets everybody read it. */
export interface OpenAwsSecret {
  /** The resource with the policy. */
  readonly urn: string;
  /** Its name. */
  readonly by: string;
  /** As a message calls the secret. */
  readonly secret: string;
  readonly owner: KeySecret["owner"];
  /** The property of the policy's resource that is not known yet, and on which it hangs. */
  readonly unknown?: string;
}

/** What holds a secret's data, and what a policy: with the property that names the secret; undefined where it is the secret. */
const holders: readonly Part[] = [
  [
    "aws:secretsmanager/secretVersion:SecretVersion",
    "secretId",
    ["secretString", "secretStringWo", "secretBinary"],
  ],
  ["aws-native:secretsmanager:Secret", undefined, ["secretString"]],
];

const policies: readonly Part[] = [
  ["aws:secretsmanager/secretPolicy:SecretPolicy", "secretArn", ["policy"]],
  ["aws:secretsmanager/secret:Secret", undefined, ["policy"]],
  ["aws-native:secretsmanager:ResourcePolicy", "secretId", ["resourcePolicy"]],
];

type Part = readonly [type: string, names: string | undefined, properties: readonly string[]];

export const openAwsSecrets = remembered((assessment: Assessment): readonly OpenAwsSecret[] => {
  const { stack } = assessment;
  const open = policies.flatMap(([type, names, properties]) =>
    stack.ofType(type).flatMap((resource) =>
      properties.flatMap((property) => {
        const verdict = isOpen(resource.props[property]);
        // The provider computes the policy of a secret that states none.
        const stated = names !== undefined || resource.propertyDependencies[property] !== undefined;
        if (verdict === false || (verdict === UNKNOWN && !stated)) return [];
        return [{ resource, names, unknown: verdict === UNKNOWN ? property : undefined }];
      }),
    ),
  );
  if (open.length === 0) return [];
  const keys = segmentKeys(assessment);
  return holders.flatMap(([type, names, properties]) =>
    stack.ofType(type).flatMap((holder): OpenAwsSecret[] => {
      const owner = keyHolder(assessment, holder, properties, keys);
      if (owner === undefined) return [];
      const held = secretNames(stack, holder, names);
      const secret = secretOf(stack, holder, names).name;
      const concerned = open.flatMap((one): OpenAwsSecret[] => {
        const { resource } = one;
        const unnamed = isUnnamed(stack, resource, one.names) ? one.names : undefined;
        if (!unnamed && !secretNames(stack, resource, one.names).some((name) => held.includes(name)))
          return [];
        return [{ urn: resource.urn, by: resource.name, secret, owner, unknown: one.unknown ?? unnamed }];
      });
      const found = concerned.find(({ unknown }) => unknown === undefined) ?? concerned[0];
      return found ? [found] : [];
    }),
  );
});

/** Whether it is not known which secret a policy is for. */
function isUnnamed(stack: Stack, resource: Resource, names: string | undefined): boolean {
  return (
    names !== undefined && resource.props[names] === UNKNOWN && secretOf(stack, resource, names) === resource
  );
}

/** The secret itself, where the stack makes it; else what names it. */
function secretOf(stack: Stack, resource: Resource, names: string | undefined): Resource {
  if (names === undefined) return resource;
  const written = texts([resource.props[names]]);
  const made = secretTypes.flatMap((type) => stack.ofType(type));
  return (
    sourcesOf(stack, resource, names).find(({ type }) => secretTypes.includes(type)) ??
    made.find((secret) => ownNames(secret).some((name) => written.includes(name))) ??
    resource
  );
}

const secretTypes = ["aws:secretsmanager/secret:Secret", "aws-native:secretsmanager:Secret"];

/** By what a secret is told from others: its URN and, where they are known, its ARN, id and name. */
function secretNames(stack: Stack, resource: Resource, names: string | undefined): string[] {
  const own = ownNames(secretOf(stack, resource, names));
  return names === undefined ? own : [...own, ...texts([resource.props[names]])];
}

function ownNames({ urn, props: { arn, id, name } }: Resource): string[] {
  return [urn, ...texts([arn, id, name])];
}

function texts(values: readonly (Plain | undefined)[]): string[] {
  return values.map(text).filter((value) => typeof value === "string");
}

/**
 * Whether a resource policy lets everybody read the secret.
 *
 * See https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 */
function isOpen(policy: Plain | undefined): boolean | Unknown {
  const parsed = typeof policy === "string" ? parse(policy) : policy;
  if (parsed === UNKNOWN) return UNKNOWN;
  const statements = listOf(elements(parsed)["statement"]);
  const open = statements
    .map(elements)
    .some(
      (statement) =>
        statement["effect"] === "Allow" &&
        isAnyone(statement) &&
        reads(statement) &&
        !isNarrowed(statement["condition"]),
    );
  return open || (statements.some(hasUnknown) && UNKNOWN);
}

function parse(json: string): Plain {
  try {
    return JSON.parse(json) as Plain;
  } catch {
    return null;
  }
}

/** The elements of a policy or a statement by their names in small letters: an object may be written in either case. */
function elements(part: Plain | undefined): PlainObject {
  const written = isObject(part) ? Object.entries(part) : [];
  return Object.fromEntries(written.map(([name, value]) => [name.toLowerCase(), value]));
}

/** AWS takes one in place of a list of one. */
function listOf(value: Plain | undefined): readonly Plain[] {
  return isList(value) ? value : value === undefined || value === null ? [] : [value];
}

/** An Allow with `NotPrincipal` admits everybody it does not name. */
function isAnyone({ principal, notprincipal: others }: PlainObject): boolean {
  const named = isObject(principal) ? listOf(elements(principal)["aws"]) : [principal];
  return listOf(others).length > 0 || named.includes("*");
}

function reads({ action: actions, notaction: others }: PlainObject): boolean {
  const named = listOf(actions);
  return named.length > 0 ? named.some(isReading) : !listOf(others).some(isReading);
}

function isReading(action: Plain): boolean {
  return typeof action === "string" && fits(action.toLowerCase(), reading);
}

/** Whether a pattern of AWS, in which `*` stands for any run of characters and `?` for one, fits the whole text. */
function fits(pattern: string, text: string): boolean {
  // How much of the text the pattern's beginning can stand for, least first.
  let reached = [0];
  for (const sign of pattern) {
    const [least] = reached;
    if (least === undefined) return false;
    reached =
      sign === "*"
        ? Array.from({ length: text.length + 1 - least }, (_, more) => least + more)
        : reached.filter((at) => at < text.length && (sign === "?" || sign === text[at])).map((at) => at + 1);
  }
  return reached.includes(text.length);
}

const reading = "secretsmanager:getsecretvalue";

/** What AWS counts when it asks whether a policy is public: who calls, or from where, by a value that is fixed. */
const narrowing =
  /^aws:(?:principal(?:org(?:id|paths)|account|arn|serviceName)|source(?:arn|account|owner|vpc|vpce|ip|orgid|orgpaths)|userid)$/i;

/** Conditions with these hold for a caller who shows no such value, too. */
const admitting = /Not|IfExists|Null|ForAllValues/i;

/** Whether a condition's value holds for any caller: any address, any text, or an ARN that leaves the account open. */
function isEverywhere(value: Plain): boolean {
  if (typeof value !== "string") return false;
  if (value === "0.0.0.0/0" || value === "::/0" || /^[*?]+$/.test(value)) return true;
  const account = value.split(":")[4];
  return value.startsWith("arn:") && (account === undefined ? value.includes("*") : /[*?]/.test(account));
}

function isNarrowed(condition: Plain | undefined): boolean {
  if (!isObject(condition)) return false;
  return Object.entries(condition).some(
    ([operator, tests]) =>
      !admitting.test(operator) &&
      isObject(tests) &&
      Object.entries(tests).some(
        ([key, values]) => narrowing.test(key) && !listOf(values).some(isEverywhere),
      ),
  );
}
