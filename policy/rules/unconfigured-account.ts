import { configuredAccounts } from "../access/account";
import { printable } from "../stack/text";
import type { Rule } from "./rule";
import { addressOf } from "./text";

export const unconfiguredAccount: Rule = {
  id: "unconfigured-account",
  title: "Every account of Segment's is configured",
  description:
    "Notes an account that is recognized as Segment's by its words or by what it holds, while the config names others. It is judged as well.",
  level: "advisory",
  severity: "medium",
  tags: ["iam", "governance"],
  remediation: "Name the account in `serviceAccounts` or `accounts`, or remove it.",
  url: "https://www.pulumi.com/docs/iac/using-pulumi/crossguard/configuration/",
  find: ({ accounts, config }) => {
    if (configuredAccounts(config).length === 0) return [];
    return accounts
      .filter(({ segment }) => segment.because === "recognized")
      .map(({ segment }) => ({
        urn: segment.account?.urn,
        account: addressOf(segment),
        text: () => ({
          what: `${printable(segment.member)} looks like an account of Segment's, and the config does not name it.`,
          why: "It is judged as Segment's, by what the config says for all accounts.",
          fix: "name it in serviceAccounts or accounts, or remove the account",
        }),
      }));
  },
};
