import { resolve } from "node:path";
import { Arguments, collect, syntaxOf, type Syntax } from "../arguments";
import { type Output, outputsOf, sharedOptions, timeoutOf } from "../sharedOptions";

/** What is reported on: a stack by offline preview, an exported state, or a project as it is. */
export type Source =
  | { readonly kind: "stack"; readonly stack?: string; readonly directory: string }
  | { readonly kind: "state"; readonly file: string }
  | { readonly kind: "project"; readonly project: string }
  | { readonly kind: "organization"; readonly id: string }
  | { readonly kind: "folder"; readonly id: string };

export const formats = ["text", "json", "markdown", "html"] as const;

export type Format = (typeof formats)[number];

const subjects = ["stack", "state", "project", "organization", "folder"] as const;

/** What `report` was asked to do. */
export interface ReportOptions {
  source: Source;
  /** One; for an organization or a folder any number, each for the accounts that it names. */
  policyConfigs: readonly string[];
  /** What to print and to write. */
  outputs: Output<Format>[];
  allowIncomplete: boolean;
  timeoutSeconds: number;
}

const description = `Shows who can do what: what Segment's account holds, for what, what is in excess and what is missing, as one HTML
page that needs no network, as JSON, or as Markdown for a pull request. Changes nothing.`;

const after = `
Credentials for --project: GOOGLE_OAUTH_ACCESS_TOKEN, or gcloud auth application-default login. To read
all of it you need roles/iam.securityReviewer and roles/bigquery.metadataViewer on the project; what you
may not read is listed as not judged. For --organization and --folder: roles/cloudasset.viewer there, the
Cloud Asset API enabled in the project that your requests are charged to, and serviceAccounts or accounts
in the policy config. Who is in a group is asked of the Cloud Identity API.

Exit codes:
  0   everything could be judged, and no mandatory rule is broken
  1   a mandatory rule is broken, or something could not be judged
  2   the arguments cannot be run, or there is no report`;

export function reportSyntax(): Syntax {
  return syntaxOf("report", description)
    .argument("[directory]", "the one that holds Pulumi.yaml (default: the current one)")
    .optionsGroup("What to report on (default: the stack of the directory):")
    .addOption(sharedOptions.stack("a stack, previewed offline"))
    .option("--state <file>", "an exported state: what pulumi stack export prints; - reads standard input")
    .addOption(sharedOptions.project("a project as it is at Google, read with your own credentials"))
    .option(
      "--organization <number>",
      "all that the accounts of the policy config hold anywhere in an organization",
    )
    .option("--folder <number>", "the same in a folder")
    .optionsGroup("What to print:")
    .addOption(sharedOptions.format(formats))
    .addOption(sharedOptions.output())
    .addOption(sharedOptions.json("the same as --format json"))
    .optionsGroup("How:")
    .option(
      "--policy-config <file>",
      "configuration of the policies, as pulumi preview --policy-pack-config takes it; for --organization and --folder repeat for more, one for each project's accounts",
      collect,
    )
    .addOption(sharedOptions.allowIncomplete("all that is wrong is that something could not be judged"))
    .addOption(sharedOptions.timeout("for a stack: stop everything after this time"))
    .addHelpText("after", after);
}

/** @throws UsageError that names every bad argument at once, HelpRequest */
export function readOptions(argv: readonly string[]): ReportOptions {
  const args = new Arguments(reportSyntax(), argv);
  const { positionals } = args;
  const named = subjects.filter((name) => args.given(name) !== undefined);
  if (named.length > 1)
    args.complain(`--${named.join(" and --")} exclude one another: give the one to report on.`);
  if (positionals.length > 0 && named.some((name) => name !== "stack"))
    args.complain(`A directory is for --stack: leave it out, or --${named.join(" and --")}.`);
  for (const name of ["stack", "project"]) args.optionalText(name, /./, "a name");
  const organization = args.optionalText("organization", /^\d+$/, "an organization's number");
  const folder = args.optionalText("folder", /^\d+$/, "a folder's number");
  const state = args.optionalFile("state");
  const policyConfigs = args.texts("policy-config");
  if (policyConfigs.length > 1 && organization === undefined && folder === undefined)
    args.complain("--policy-config is given more than once: that is for --organization and --folder.");
  const outputs = outputsOf(args, formats);
  const timeoutSeconds = timeoutOf(args);
  args.end(1);
  return {
    source: sourceOf(
      { state, stack: args.given("stack"), project: args.given("project"), organization, folder },
      positionals[0],
    ),
    policyConfigs,
    outputs,
    allowIncomplete: args.is("allow-incomplete"),
    timeoutSeconds,
  };
}

function sourceOf(
  { stack, state, project, organization, folder }: Partial<Record<(typeof subjects)[number], string>>,
  directory = ".",
): Source {
  if (state !== undefined) return { kind: "state", file: state };
  if (project !== undefined) return { kind: "project", project };
  if (organization !== undefined) return { kind: "organization", id: organization };
  if (folder !== undefined) return { kind: "folder", id: folder };
  return { kind: "stack", stack, directory: resolve(directory) };
}
