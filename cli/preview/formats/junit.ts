import { printable } from "../../terminal";
import type { PreviewResult } from "../previewResult";
import { sentences } from "../print/findings";

/**
 * For the test tab of a pipeline: a case for each rule that found something on a resource, and one for what could not
 * be judged. Mandatory findings fail; advice is in the case's output, because it fails nothing.
 */
export function renderJunit(result: PreviewResult): string {
  const cases = result.violations.map((finding) => {
    const { rule, resource, level, urn } = finding;
    const body =
      level === "mandatory"
        ? `<failure type=${attribute(rule)} message=${attribute(sentences(finding))}>${text(urn)}</failure>`
        : `<system-out>${text(`${sentences(finding)}\n${urn}`)}</system-out>`;
    return { name: `${rule}: ${resource}`, body };
  });
  const open = result.incomplete.map(({ subject, reason }) => ({
    name: `undetermined: ${subject}`,
    body: `<error type="undetermined" message=${attribute(reason)}/>`,
  }));
  const all = [...cases, ...open];
  if (all.length === 0) all.push({ name: "every rule", body: "" });
  const failures = result.violations.filter(({ level }) => level === "mandatory").length;
  const counts = `tests="${all.length}" failures="${failures}" errors="${open.length}"`;
  const suite = `segment-bigquery: ${result.project}, stack ${result.stack}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name=${attribute(suite)} ${counts}>`,
    ...all.map(
      ({ name, body }) =>
        `    <testcase classname=${attribute(suite)} name=${attribute(name)}>${body}</testcase>`,
    ),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function text(value: string): string {
  return printable(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function attribute(value: string): string {
  return `"${text(value).replaceAll('"', "&quot;").replaceAll("\n", "&#10;")}"`;
}
