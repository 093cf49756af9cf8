import { configProblems } from "../access/configProblems";
import { printable } from "../stack/text";
import type { Rule } from "./rule";

/** @param ruleIds the ids of all rules, this one included */
export function invalidConfiguration(ruleIds: () => readonly string[]): Rule {
  return {
    id: "invalid-configuration",
    title: "The pack's config says what it seems to say",
    description:
      "Rejects a key of the config that does not exist, which the engine passes on in silence, and a value that can match nothing.",
    level: "mandatory",
    severity: "high",
    tags: ["governance"],
    remediation: "Correct the key or the value that the message names.",
    url: "https://www.pulumi.com/docs/iac/using-pulumi/crossguard/configuration/",
    find: ({ config }) =>
      configProblems(config.written, ruleIds()).map(({ key, problem, fix }) => ({
        text: () => ({
          what: `The policy config's ${printable(key)} is not applied: ${problem}.`,
          why: "The engine passes it on in silence, so the pack judges by other settings than the author meant.",
          fix,
        }),
      })),
  };
}
