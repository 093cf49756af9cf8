import { printable, wrap, type Style } from "../../terminal";
import { nameOfUrn, typeOfUrn } from "../../offline/engine/urn";
import { changesIn } from "../compare";
import type { Comparison, PreviewResult, SegmentForm } from "../previewResult";
import { renderAccess } from "./access";
import { conclusion, headline, judgedFor } from "./conclusion";
import { renderFinding } from "./findings";
import { renderTree, shortType } from "./tree";

export interface TextOptions {
  readonly style: Style;
  /** Characters in a line. */
  readonly width: number;
  /** Findings alone, and what could not be judged. */
  readonly quiet: boolean;
  /** Every resource too. */
  readonly verbose: boolean;
  readonly allowIncomplete: boolean;
}

/** The preview as people read it: the verdict and the findings first, then what they rest on, and what to do next. */
export function renderText(result: PreviewResult, options: TextOptions): string {
  const { style, width, quiet, verbose } = options;
  const findings = result.violations.map((finding) => renderFinding(finding, style, width));
  const sections = quiet
    ? // What could not be judged decides the exit code as a finding does.
      [...findings, notJudged(result, style, width), valuesHint(result, style)]
    : [
        [headline(result, style), ...wrap(judgedBy(result), width)],
        ...findings,
        renderComparison(result.comparison, style, width),
        notJudged(result, style, width),
        valuesHint(result, style),
        unknownLines(result, width),
        changed(result, style),
        [style.bold("Access"), ...renderAccess(result.access, style, width, verbose)],
        resources(result, options),
        said(result, style),
        ...(result.verdict === "accepted"
          ? result.segmentForms.map((form) => renderForm(form, style, width))
          : []),
        wrap(conclusion(result, options.allowIncomplete), width),
      ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function judgedBy({ project, stack, packs, products }: PreviewResult): string {
  const names = packs.map(({ name, version }) => `${name} ${version}`).join(", ");
  const what = products.length === 0 ? "" : ` for ${judgedFor(products)}`;
  return printable(`Offline preview of ${project}, stack ${stack}, judged by ${names}${what}`);
}

function renderComparison(comparison: Comparison | undefined, style: Style, width: number): string[] {
  if (!comparison) return [];
  const lines = changesIn(comparison).flatMap(({ sign, kind, text }) => {
    const paint = sign === "-" ? style.green : kind === "finding" ? style.red : style.yellow;
    return wrap(printable(text), width, `  ${sign} `).map(paint);
  });
  return [
    style.bold("Changes since the preview compared with"),
    ...(lines.length > 0 ? lines : ["  no access and no finding added or removed"]),
  ];
}

function notJudged({ incomplete }: PreviewResult, style: Style, width: number): string[] {
  if (incomplete.length === 0) return [];
  return [
    style.bold("Undetermined"),
    ...incomplete.flatMap(({ subject, reason }) =>
      wrap(
        `${about(subject)} could not be judged because ${printable(reason.trim()).replace(/\.$/, "")}.`,
        width,
        "  ? ",
      ),
    ),
  ];
}

/** A file to fill in: printed as it is, because it is copied. */
function valuesHint({ incomplete, valuesTemplate }: PreviewResult, style: Style): string[] {
  if (incomplete.length === 0 || valuesTemplate === undefined) return [];
  const lines = printable(valuesTemplate).trimEnd().split("\n");
  return [
    style.bold("To judge these, fill in and pass as --values FILE"),
    ...lines.map((line) => `  ${line}`),
  ];
}

/** What is unknown and goes nowhere where it could concern Segment is said in short. */
function unknownLines({ unknown }: PreviewResult, width: number): string[] {
  if (unknown.length === 0) return [];
  const subjects = [...new Set(unknown.map(({ subject }) => about(subject)))];
  return wrap(`Unknown offline, without bearing on Segment: ${subjects.join(", ")}.`, width);
}

function changed({ remediations }: PreviewResult, style: Style): string[] {
  if (remediations.length === 0) return [];
  return [
    style.bold("Changed by policies"),
    ...remediations.map(({ policy, urn }) => `  ${about(urn)}: ${printable(policy)}`),
  ];
}

function resources({ resources: all }: PreviewResult, { style, verbose }: TextOptions): string[] {
  if (verbose) return [style.bold("Resources"), ...renderTree(all, style)];
  const managed = all.filter(({ kind, type }) => kind === "managed" && !type.startsWith("pulumi:providers:"));
  return [`${style.bold("Resources")}: ${managed.length} managed by providers (--verbose lists them)`];
}

function said({ messages, output }: PreviewResult, style: Style): string[] {
  const printed = printable(output).trimEnd();
  const lines = [
    ...(printed === "" ? [] : printed.split("\n").map((line) => `  ${line}`)),
    ...messages.map(
      ({ severity, text }) => `  ${severity}: ${printable(text).trim().replaceAll("\n", "\n    ")}`,
    ),
  ];
  return lines.length > 0 ? [style.bold("Program output"), ...lines] : [];
}

function renderForm(
  { credentials, dataLocation, steps }: SegmentForm,
  style: Style,
  width: number,
): string[] {
  return [
    style.bold("In Segment, after the update"),
    ...wrap(`Data Location: ${printable(dataLocation)}`, width, "  "),
    ...wrap(`Enter your credentials: ${printable(credentials)}`, width, "  "),
    ...steps.flatMap((step, index) => wrap(printable(step), width, `  ${index + 1}. `)),
  ];
}

/** A URN as name and type; any other subject as it is. */
function about(subject: string): string {
  return printable(
    subject.replace(/urn:pulumi:\S+::.*/su, (urn) => `${nameOfUrn(urn)} (${shortType(typeOfUrn(urn))})`),
  );
}
