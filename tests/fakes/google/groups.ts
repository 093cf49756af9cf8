import { apiError } from "./errors";
import { page, route, type Call, type Route } from "./router";
import type { GoogleState, Json } from "./state";

const service = "cloudidentity.googleapis.com";

/** Groups and their members: https://cloud.google.com/identity/docs/reference/rest/v1/groups */
export const groupRoutes: Route[] = [
  route("GET", "/v1/groups:lookup", service, (call) => {
    const email = call.query.get("groupKey.id") ?? "";
    requireView(call, email);
    return { name: `groups/${idOf(email)}` };
  }),
  route("GET", "/v1/groups/{group}/memberships", service, (call) => {
    const email = [...call.state.groups.keys()].find((one) => idOf(one) === call.params["group"]) ?? "";
    requireView(call, email);
    const full = call.query.get("view") === "FULL";
    const { items, ...rest } = page(call, call.state.groups.get(email) ?? []);
    return { memberships: items.map((member) => membership(member, full)), ...rest };
  }),
  route("GET", "/v1/groups/-/memberships:searchTransitiveGroups", service, (call) => {
    const { state } = call;
    const [, account = ""] = /member_key_id == '([^']+)'/.exec(call.query.get("query") ?? "") ?? [];
    if (!state.cloudIdentityPremium) throw apiError(403, "Insufficient permissions to use this feature.");
    const holding = [...state.groups.keys()].filter((email) => holds(state, email, account));
    for (const email of holding) requireView(call, email);
    const { items, ...rest } = page(call, holding);
    return {
      memberships: items.map((email) => ({ group: `groups/${idOf(email)}`, groupKey: { id: email } })),
      ...rest,
    };
  }),
];

function requireView({ state, caller }: Call, email: string): void {
  const members = state.groups.get(email);
  if (members && (!state.privateGroups.has(email) || members.includes(caller))) return;
  throw apiError(403, "Error(2028): Permission denied for resource groups (or it may not exist).");
}

function membership(member: string, full: boolean): Json {
  const [kind = "", id = ""] = member.split(":");
  const type = { group: "GROUP", serviceAccount: "SERVICE_ACCOUNT" }[kind] ?? "USER";
  return { name: `groups/x/memberships/${idOf(id)}`, preferredMemberKey: { id }, ...(full && { type }) };
}

function holds(state: GoogleState, group: string, account: string): boolean {
  return (state.groups.get(group) ?? []).some((member) =>
    member.startsWith("group:")
      ? holds(state, member.slice("group:".length), account)
      : member === `serviceAccount:${account}`,
  );
}

function idOf(email: string): string {
  return Buffer.from(email).toString("hex");
}
