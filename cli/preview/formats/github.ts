import type { PreviewResult } from "../previewResult";
import { sentences } from "../print/findings";

/**
 * GitHub's workflow commands: an annotation for each finding and each part that could not be judged.
 *
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions (read on 2026-11-28)
 */
export function renderGithub(result: PreviewResult): string {
  const lines = result.violations.map((finding) => {
    const { level, rule, resource, place } = finding;
    const properties = {
      ...(place ? { file: place.file, line: String(place.line) } : {}),
      title: `${rule}: ${resource}`,
    };
    return command(level === "mandatory" ? "error" : "warning", properties, sentences(finding));
  });
  const open = result.incomplete.map(({ subject, reason }) =>
    command("warning", { title: "undetermined" }, `${subject} could not be judged because ${reason}`),
  );
  return [...lines, ...open, ""].join("\n");
}

function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const list = Object.entries(properties).map(
    ([key, value]) => `${key}=${escaped(value).replaceAll(":", "%3A").replaceAll(",", "%2C")}`,
  );
  return `::${name} ${list.join(",")}::${escaped(message)}`;
}

/** A line break would end the command, and what follows could be another one. */
function escaped(value: string): string {
  return value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
