import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../command";

/** What is reported on: a stack by offline preview, an exported state, or a project as it is. */
export type Source =
  | { readonly kind: "stack"; readonly stack?: string; readonly directory: string }
  | { readonly kind: "state"; readonly file: string }
  | { readonly kind: "project"; readonly project: string };

/** What `report` was asked to do. */
export interface ReportOptions {
  source: Source;
  policyConfig?: string;
  /** Where the page goes. */
  out?: string;
  /** What goes to standard output instead of a summary. */
  print?: "json" | "markdown";
  exitCode: boolean;
  timeoutSeconds: number;
}

/** @throws UsageError, or parseArgs' own error, for arguments that mean nothing */
export function readOptions(argv: string[]): ReportOptions {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      stack: { type: "string", short: "s" },
      state: { type: "string" },
      project: { type: "string" },
      "policy-config": { type: "string" },
      out: { type: "string", short: "o" },
      json: { type: "boolean" },
      markdown: { type: "boolean" },
      "exit-code": { type: "boolean" },
      timeout: { type: "string" },
    },
  });
  const problems: string[] = [];
  const named = (["stack", "state", "project"] as const).filter((name) => values[name] !== undefined);
  if (named.length > 1)
    problems.push(`--${named.join(" and --")} exclude one another; give the one to report on.`);
  if (positionals.length > 1)
    problems.push(`One directory can be previewed, not ${positionals.length}: ${positionals.join(", ")}.`);
  if (positionals.length > 0 && (values.state !== undefined || values.project !== undefined))
    problems.push(`The directory ${positionals[0]} is for --stack; leave it out, or --${named[0]}.`);
  for (const name of ["stack", "state", "project", "policy-config", "out"] as const)
    if (values[name] === "") problems.push(`--${name} is empty.`);
  if (values.json && values.markdown)
    problems.push("--json and --markdown both go to standard output; give one of them.");
  if (values.out === undefined && !values.json && !values.markdown)
    problems.push("Nothing to make: give --out FILE for the page, --json or --markdown.");
  const timeoutSeconds = Number(values.timeout ?? 120);
  if (!(timeoutSeconds > 0 && timeoutSeconds <= 86_400))
    problems.push(`--timeout is "${values.timeout}"; give a number of seconds above 0 and up to 86400.`);
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return {
    source: sourceOf(values, positionals[0]),
    policyConfig: values["policy-config"],
    out: values.out,
    print: values.json ? "json" : values.markdown ? "markdown" : undefined,
    exitCode: values["exit-code"] ?? false,
    timeoutSeconds,
  };
}

function sourceOf(
  { stack, state, project }: { stack?: string; state?: string; project?: string },
  directory = ".",
): Source {
  if (state !== undefined) return { kind: "state", file: state };
  if (project !== undefined) return { kind: "project", project };
  return { kind: "stack", stack, directory: resolve(directory) };
}
