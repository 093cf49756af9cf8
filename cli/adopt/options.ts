import { parseArgs } from "node:util";
import type { ProfileName, ReadApiName, SourceRef } from "../../policy/access/declaration";
import { sourceFrom } from "../../policy/access/readDeclaration";
import { UsageError } from "../command";

/** What `adopt` was asked to do. */
export interface AdoptOptions {
  project: string;
  serviceAccount?: string;
  sources?: SourceRef[];
  location?: string;
  profile?: ProfileName;
  readApi?: ReadApiName;
  stateDataset?: string;
  /** Name of the stack whose file is written. */
  stack: string;
  /** Name of the Pulumi project, which the keys of the stack file begin with. */
  pulumiProject: string;
  /** Name of the component in the program. */
  name: string;
  /** Directory for the files; nothing is written without it. */
  out?: string;
  force: boolean;
  json: boolean;
}

/** @throws UsageError, or parseArgs' own error, for arguments that mean nothing; all of them at once */
export function readOptions(argv: string[]): AdoptOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      project: { type: "string" },
      "service-account": { type: "string" },
      source: { type: "string", multiple: true },
      location: { type: "string" },
      profile: { type: "string" },
      "read-api": { type: "string" },
      "state-dataset": { type: "string" },
      stack: { type: "string", short: "s" },
      "pulumi-project": { type: "string" },
      name: { type: "string" },
      out: { type: "string", short: "o" },
      force: { type: "boolean" },
      json: { type: "boolean" },
    },
  });
  const problems: string[] = [];
  const matching = (
    option: keyof typeof values,
    pattern: RegExp,
    allowed: string,
    otherwise = "",
  ): string => {
    const value = (values[option] as string | undefined) ?? otherwise;
    if (value !== "" && !pattern.test(value))
      problems.push(`--${option} is ${JSON.stringify(value)}; ${allowed} is allowed.`);
    return value;
  };
  const project = matching("project", /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "a project's id");
  if (values.project === undefined || values.project === "")
    problems.push("--project is missing; give the id of the project that holds Segment's account.");
  const serviceAccount = matching("service-account", /^[^@\s]+@[^@\s]+$/, "an account's address");
  const location = matching("location", /^[A-Za-z][A-Za-z0-9-]*$/, "a BigQuery location such as EU");
  const profile = matching("profile", /^(?:documented|minimal)$/, "documented or minimal");
  const readApi = matching("read-api", /^(?:REST|STORAGE)$/i, "REST or STORAGE").toUpperCase();
  const stateDataset = matching("state-dataset", /^\w{1,1024}$/, "a dataset's id");
  const names = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
  const letters = 'a name of letters, digits, "_", "." and "-"';
  const stack = matching("stack", names, letters, "adopted");
  const pulumiProject = matching("pulumi-project", names, letters, "segment-bigquery");
  const name = matching("name", names, letters, "segment");
  const sources = values.source?.flatMap((written) => {
    const source = sourceFrom(written);
    if (!source)
      problems.push(
        `--source is ${JSON.stringify(written)}; project, project.dataset or project.dataset.table is allowed.`,
      );
    return source ?? [];
  });
  if (values.out === "") problems.push("--out is empty; give a directory.");
  if (values.force && values.out === undefined)
    problems.push("--force has no effect without --out, for nothing is written.");
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return {
    project,
    ...(serviceAccount !== "" && { serviceAccount }),
    ...(sources && { sources }),
    ...(location !== "" && { location }),
    ...(profile !== "" && { profile: profile as ProfileName }),
    ...(readApi !== "" && { readApi: readApi as ReadApiName }),
    ...(stateDataset !== "" && { stateDataset }),
    stack,
    pulumiProject,
    name,
    ...(values.out !== undefined && { out: values.out }),
    force: values.force ?? false,
    json: values.json ?? false,
  };
}
