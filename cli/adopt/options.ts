import type { ProfileName, ReadApiName, SourceRef } from "../../policy/access/declaration";
import type { ProductName } from "../../policy/facts/products";
import { stateDatasetId } from "../../policy/facts/roles";
import { Arguments, type Syntax, syntaxOf } from "../arguments";
import {
  optionalLocationOf,
  productOption,
  productsOf,
  profileOf,
  projectOf,
  readApiOf,
  sharedOptions,
  sourcesOf,
  stateDatasetOf,
} from "../sharedOptions";

/** What `adopt` was asked to do. */
export interface AdoptOptions {
  project: string;
  serviceAccount?: string;
  sources?: SourceRef[];
  /** Undefined where they are to be recognized. */
  products?: readonly ProductName[];
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
  allowIncomplete: boolean;
}

const description = `Reads what was set up by hand for Segment in a project, with your own credentials, and writes what a stack needs to
import it: its config, the file for pulumi import, commands that remove what is in excess, and notes. Changes nothing
at Google, and never asks for a table's rows or a secret's content.`;

const after = `
Files: Pulumi.<stack>.yaml, import.json, remove-excess.sh, adoption.md.

Credentials: GOOGLE_OAUTH_ACCESS_TOKEN, or gcloud auth application-default login. To read all of it
you need roles/iam.securityReviewer and roles/bigquery.metadataViewer on the project; what you may not
read is listed.

Exit codes:
  0   what is there was read, and the files are written
  1   the files are written, but something could not be read: grants may be missing in them
  2   the arguments cannot be run, or the project cannot be read`;

export function adoptSyntax(): Syntax {
  return syntaxOf("adopt", description)
    .addOption(sharedOptions.project("the project that holds Segment's account"))
    .addOption(
      sharedOptions.serviceAccount(
        "Segment's account (default: the one whose id, name or description says Segment)",
      ),
    )
    .addOption(
      sharedOptions.source(
        "project, project.dataset or project.dataset.table that Segment reads (default: where it may read today)",
      ),
    )
    .addOption(
      sharedOptions.location("Segment's Data Location (default: that of the state dataset or the sources)"),
    )
    .addOption(productOption("what the account looks like"))
    .addOption(sharedOptions.profile("documented or minimal (default: what the account's roles look like)"))
    .addOption(sharedOptions.readApi("REST or STORAGE (default: what the account's roles look like)"))
    .addOption(sharedOptions.stateDataset(`the dataset that keeps the state (default: ${stateDatasetId})`))
    .option(
      "-o, --out <directory>",
      "write the files there; without it nothing is written, and a summary is printed",
    )
    .option("--force", "replace existing files")
    .addOption(sharedOptions.stack("name of the stack (default: adopted)"))
    .option("--pulumi-project <name>", "name in Pulumi.yaml (default: segment-bigquery)")
    .option("--name <name>", "name of the SegmentBigQuery in the program (default: segment)")
    .addOption(sharedOptions.allowIncomplete("all that is wrong is that something could not be read"))
    .addOption(sharedOptions.json("print one JSON object"))
    .addHelpText("after", after);
}

const names = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const letters = 'a name of letters, digits, "_", "." and "-"';

/** @throws UsageError that names every bad argument at once, HelpRequest */
export function readOptions(argv: readonly string[]): AdoptOptions {
  const args = new Arguments(adoptSyntax(), argv);
  const project = projectOf(args, "the id of the project that holds Segment's account");
  const serviceAccount = args.optionalText("service-account", /^[^@\s]+@[^@\s]+$/, "an account's address");
  const location = optionalLocationOf(args);
  const profile = profileOf(args);
  const readApi = readApiOf(args);
  const state = stateDatasetOf(args, project);
  if (state && state.project !== project)
    args.complain("--state-dataset is in another project: adopt imports one that is in --project.");
  const stack = args.optionalText("stack", names, letters);
  const pulumiProject = args.optionalText("pulumi-project", names, letters);
  const name = args.optionalText("name", names, letters);
  const sources = sourcesOf(args);
  const products = productsOf(args);
  const out = args.optionalText("out", /./, "a directory");
  if (args.is("force") && out === undefined)
    args.complain("--force has no effect without --out, because nothing is written.");
  args.end();
  return {
    project,
    ...(serviceAccount !== undefined && { serviceAccount }),
    ...(sources.length > 0 && { sources }),
    ...(products && { products }),
    ...(location !== undefined && { location }),
    ...(profile && { profile }),
    ...(readApi && { readApi }),
    ...(state && { stateDataset: state.dataset }),
    stack: stack ?? "adopted",
    pulumiProject: pulumiProject ?? "segment-bigquery",
    name: name ?? "segment",
    ...(out !== undefined && { out }),
    force: args.is("force"),
    json: args.is("json"),
    allowIncomplete: args.is("allow-incomplete"),
  };
}
