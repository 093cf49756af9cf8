import type { Assessment } from "../../assessment";
import { UNKNOWN } from "../../plain";
import type { Resource } from "../../resource";
import { sourcesOf } from "../../stack";
import * as types from "../../types";

/** A key, HMAC key or API key of which it is not known yet whether it is for one of Segment's accounts. */
export interface OpenKey {
  readonly resource: Resource;
  readonly property: string;
}

/** Not those whose account the stack makes: then it is certain whose they are. */
export function openKeys({ stack, accounts }: Assessment): OpenKey[] {
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
