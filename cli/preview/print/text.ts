import type { Violation } from "../../offline/policies/violation";
import { nameOfUrn, typeOfUrn } from "../../offline/engine/urn";
import type { PreviewResult } from "../previewResult";
import { renderAccess } from "./access";
import { printable, type Style } from "../../terminal";
import { renderTree, shortType } from "./tree";

/** The preview as people read it: resources, access, verdicts, what is missing, and the conclusion. */
export function renderText(result: PreviewResult, style: Style, allowIncomplete: boolean): string {
  const packs = result.packs.map(({ name, version }) => `${name} ${version}`).join(", ");
  const sections = [
    [style.bold(`Offline preview of ${result.project}, stack ${result.stack}, judged by ${packs}`)],
    said(result, style),
    [style.bold("Resources"), ...renderTree(result.resources, style)],
    [style.bold("Access"), ...renderAccess(result.access, style)],
    violations("Mandatory", result, "mandatory", style.red),
    violations("Advisory", result, "advisory", style.yellow),
    result.remediations.length > 0
      ? [
          style.bold("Changed by policies"),
          ...result.remediations.map(({ policy, urn }) => `  ${about(urn)}: ${printable(policy)}`),
        ]
      : [],
    result.incomplete.length > 0
      ? [
          style.bold("Could not be judged"),
          ...result.incomplete.map(
            ({ subject, reason }) =>
              `  ${style.yellow("?")} ${about(subject)} could not be judged because ${indented(printable(reason))}.`,
          ),
        ]
      : [],
    unknownLine(result, style),
    valuesHint(result, style),
    [conclusion(result, style, allowIncomplete)],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function said(result: PreviewResult, style: Style): string[] {
  const messages = result.messages.map(({ severity, text }) => `  ${severity}: ${indented(printable(text))}`);
  const output = printable(result.output).trimEnd();
  const lines = [...(output === "" ? [] : output.split("\n").map((line) => `  ${line}`)), ...messages];
  return lines.length > 0 ? [style.bold("Said by the program"), ...lines] : [];
}

function violations(
  title: string,
  result: PreviewResult,
  level: Violation["level"],
  paint: (text: string) => string,
): string[] {
  const found = result.violations.filter((violation) => violation.level === level);
  if (found.length === 0) return [];
  const lines = [paint(`${title} (${found.length})`)];
  for (const policy of new Set(found.map((violation) => violation.policy))) {
    const ofPolicy = found.filter((violation) => violation.policy === policy);
    const severity = ofPolicy[0]?.severity;
    lines.push(`  ${printable(policy)}${severity ? ` [${severity}]` : ""}`);
    for (const { message, urn } of ofPolicy)
      lines.push(`    ${about(urn)}: ${indented(printable(message), 6)}`);
    const remedy = remedyFor(ofPolicy);
    if (remedy !== "") lines.push(`    Remedy: ${indented(printable(remedy), 6)}`);
    if (ofPolicy[0]?.url) lines.push(`    See ${printable(ofPolicy[0].url)}`);
  }
  return lines;
}

/** A policy of several rules lists a remedy for each, `rule: what to do`; only those of rules named are of use. */
function remedyFor(violations: Violation[]): string {
  const lines = (violations[0]?.remediation ?? "").split("\n").filter((line) => line.trim() !== "");
  const named = lines.filter((line) => {
    const rule = /^([\w-]+): /.exec(line)?.[1];
    return rule !== undefined && violations.some(({ message }) => message.includes(`[${rule}]`));
  });
  return (named.length > 0 ? named : lines).join("\n");
}

/** What is unknown and goes nowhere where it could concern Segment takes one line. */
function unknownLine({ unknown }: PreviewResult, style: Style): string[] {
  if (unknown.length === 0) return [];
  const subjects = [...new Set(unknown.map(({ subject }) => about(subject)))];
  return [style.dim(`Unknown offline, without bearing on Segment: ${subjects.join(", ")}.`)];
}

function valuesHint({ incomplete, valuesTemplate }: PreviewResult, style: Style): string[] {
  if (incomplete.length === 0 || valuesTemplate === undefined) return [];
  const lines = printable(valuesTemplate).trimEnd().split("\n");
  return [
    style.bold("To judge these, fill in and pass as --values FILE"),
    ...lines.map((line) => `  ${line}`),
  ];
}

/** A URN as name and type; any other subject as it is. */
function about(subject: string): string {
  return printable(
    subject.replace(/urn:pulumi:\S+::.*/su, (urn) => `${nameOfUrn(urn)} (${shortType(typeOfUrn(urn))})`),
  );
}

function indented(text: string, by = 4): string {
  return text.trim().replaceAll("\n", `\n${" ".repeat(by)}`);
}

function conclusion(result: PreviewResult, style: Style, allowIncomplete: boolean): string {
  const mandatory = result.violations.filter(({ level }) => level === "mandatory").length;
  switch (result.verdict) {
    case "accepted":
      return style.green("Accepted.");
    case "nothing-to-judge":
      return style.yellow(
        "Nothing to judge: no account of Segment's in this stack. " +
          "If there is one, name it with serviceAccounts in the policy config.",
      );
    case "rejected":
      return style.red(`Rejected: ${mandatory} mandatory violation${mandatory === 1 ? "" : "s"}.`);
    case "incomplete":
      return style.yellow(
        "Not judged in full: no mandatory violation in what could be judged, " +
          `but ${result.incomplete.length} part${result.incomplete.length === 1 ? "" : "s"} could not.` +
          (allowIncomplete ? " Let through by --allow-incomplete." : " --allow-incomplete lets it through."),
      );
  }
}
