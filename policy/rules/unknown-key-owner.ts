import type { Assessment } from "../access/assessment";
import { UNKNOWN } from "../stack/plain";
import type { Resource } from "../stack/resource";
import { sourcesOf } from "../stack/stack";
import { printable } from "../stack/text";
import * as types from "../stack/types";
import type { Rule } from "./rule";
import { named } from "./text";

export const unknownKeyOwner: Rule = {
  id: "unknown-key-owner",
  title: "It is known whose each key is",
  description:
    "Lists the keys, HMAC keys and API keys whose account is not known before the update, so the rules about keys cannot judge them.",
  level: "advisory",
  severity: "low",
  tags: ["key", "preview"],
  remediation: "Name the account by its address; the update judges what is unknown before it.",
  url: "https://www.pulumi.com/docs/iac/concepts/inputs-outputs/",
  find: (assessment) =>
    keysOfUnknownOwner(assessment).map(({ resource, property }) => ({
      urn: resource.urn,
      text: () => ({
        what: `Whose key ${named(resource.name)} (${printable(resource.type)}) is, is unknown until the update.`,
        why: `Its ${property} is unknown, so the rules about keys do not judge it.`,
        fix: "name the account by its address, or wait for the update, which judges it",
      }),
    })),
};

/** A key, HMAC key or API key of which it is not known yet whether it is for one of Segment's accounts. */
export interface KeyOfUnknownOwner {
  readonly resource: Resource;
  readonly property: string;
}

/** Not those whose account the stack makes: then it is certain whose they are. */
export function keysOfUnknownOwner({ stack, accounts }: Assessment): KeyOfUnknownOwner[] {
  if (accounts.length === 0) return [];
  const properties: Readonly<Record<string, readonly string[]>> = {
    serviceAccountId: [types.key],
    serviceAccountEmail: [...types.hmacKeys, ...types.apiKeys],
  };
  return Object.entries(properties).flatMap(([property, tokens]) =>
    tokens
      .flatMap((type) => stack.ofType(type))
      .filter((resource) => resource.props[property] === UNKNOWN)
      .filter((resource) => !sourcesOf(stack, resource, property).some(({ type }) => type === types.account))
      .map((resource) => ({ resource, property })),
  );
}
