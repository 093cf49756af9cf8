import type { Log, Result, ReportingDescriptor } from "sarif";
import { version } from "../../version";
import { sentences } from "../print/findings";
import type { Finding } from "../finding";
import type { PreviewResult } from "../previewResult";

const schema =
  "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json";
/** GitHub's scale of security severity, from 0 to 10. */
const scores = { low: "3.0", medium: "5.0", high: "8.0", critical: "9.5" } as const;

/** For code scanning: SARIF 2.1.0. Findings without a place in the program are about the stack's file. */
export function renderSarif(result: PreviewResult): string {
  const rules = new Map(result.violations.map((finding) => [finding.rule, descriptor(finding)]));
  const ids = [...rules.keys()];
  const log: Log = {
    $schema: schema,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "segment-bigquery", semanticVersion: version(), rules: [...rules.values()] },
        },
        automationDetails: { id: `segment-bigquery/${result.project}/${result.stack}/` },
        originalUriBaseIds: { SRCROOT: { description: { text: "Where the preview was started." } } },
        results: result.violations.map((finding) => resultOf(finding, ids.indexOf(finding.rule), result)),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: result.incomplete.map(({ subject, reason }) => ({
              level: "warning",
              message: { text: `${subject} could not be judged because ${reason}` },
            })),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor({ rule, url, severity, level }: Finding): ReportingDescriptor {
  return {
    id: rule,
    shortDescription: { text: rule.replaceAll("-", " ") },
    ...(url === undefined ? {} : { helpUri: url }),
    defaultConfiguration: { level: sarifLevel(level) },
    properties: { tags: ["security"], ...(severity ? { "security-severity": scores[severity] } : {}) },
  };
}

function resultOf(finding: Finding, ruleIndex: number, { stack }: PreviewResult): Result {
  const { rule, level, place, urn, account, role, scope, permissions } = finding;
  const file = place?.file ?? `Pulumi.${stack}.yaml`;
  return {
    ruleId: rule,
    ruleIndex,
    level: sarifLevel(level),
    message: { text: sentences(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: file.startsWith("/")
            ? { uri: encodeURI(`file://${file}`) }
            : { uri: encodeURI(file), uriBaseId: "SRCROOT" },
          region: { startLine: place?.line ?? 1, ...(place?.column ? { startColumn: place.column } : {}) },
        },
        logicalLocations: [{ fullyQualifiedName: urn, kind: "resource" }],
      },
    ],
    // The line may move; the finding is the same.
    partialFingerprints: { "finding/v1": [rule, urn, account, role, scope].join("|") },
    properties: { account, role, scope, permissions: [...permissions] },
  };
}

function sarifLevel(level: Finding["level"]): "error" | "warning" {
  return level === "mandatory" ? "error" : "warning";
}
