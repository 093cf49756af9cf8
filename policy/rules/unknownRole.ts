import { foreignRoles } from "../model/verdicts/foreignRoles";
import { foreignRoleMessage } from "../model/wording/access";
import type { Rule } from "./rule";

export const unknownRole: Rule = {
  id: "unknown-role",
  group: "access",
  title: "What Segment's roles allow is known",
  description:
    "Rejects a role of Segment's account that neither the catalogue nor the stack holds; it is never taken for empty.",
  level: "mandatory",
  severity: "high",
  tags: ["iam", "least-privilege"],
  remediation:
    "Make the custom role in the same stack, grant a role that the catalogue holds, or refresh the catalogue.",
  url: "https://cloud.google.com/iam/docs/roles-overview",
  find: (assessment) =>
    foreignRoles(assessment).map((found) => ({
      urn: found.holding.grant.urn,
      message: foreignRoleMessage(found),
    })),
};
