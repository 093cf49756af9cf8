import { resolve } from "node:path";
import { Arguments, collect, syntaxOf, type Syntax } from "../arguments";
import { type Output, outputsOf, sharedOptions, timeoutOf } from "../sharedOptions";

const formats = ["text", "json", "sarif", "junit", "github", "markdown"] as const;
export type Format = (typeof formats)[number];

/** What `preview` was asked to do. */
export interface PreviewOptions {
  directory: string;
  stack?: string;
  /** Directories; empty asks for the pack that comes with this program. */
  policyPacks: string[];
  /** Files, one for all packs or one for each. */
  policyConfigs: string[];
  /** A compiled copy of the program, relative to the directory. */
  compiled?: string;
  /** File of values that nobody can know offline. */
  valuesFile?: string;
  /** Whether a stack without an account of Segment's fails. */
  requireAccount: boolean;
  /** What to print and to write. */
  outputs: Output<Format>[];
  /** Findings and what could not be judged alone. */
  quiet: boolean;
  /** Every resource too. */
  verbose: boolean;
  /** File with the JSON of an earlier preview. */
  compare?: string;
  allowIncomplete: boolean;
  timeoutSeconds: number;
}

const description = `Previews a Pulumi program for Node and judges it with policy packs, without an account, the Pulumi CLI, providers or
a network.`;

const after = `
Before anything is created, ids and most outputs are unknown, as in pulumi preview. A provider is not
asked: functions other than getIAMPolicy, reads, stack references, component plugins and encrypted
configuration are listed as what could not be judged.

Exit codes:
  0   everything could be judged, and no mandatory policy is violated
  1   a mandatory policy is violated, or a part could not be judged
  2   the arguments cannot be run, or the program or a policy pack failed`;

export function previewSyntax(): Syntax {
  return syntaxOf("preview", description)
    .argument("[directory]", "the one that holds Pulumi.yaml (default: the current one)")
    .addOption(
      sharedOptions.stack("the stack whose Pulumi.<name>.yaml to use (default: dev, or the only one)"),
    )
    .option(
      "--policy-pack <directory>",
      "a policy pack to judge with; repeat for more (default: the one in this package)",
      collect,
    )
    .option(
      "--policy-config <file>",
      "configuration of the policies, once for all packs or once for each in their order; the JSON that pulumi preview --policy-pack-config takes, or the same in YAML",
      collect,
    )
    .option(
      "--compiled <file>",
      "a compiled copy of the program, which runs instead while no source is newer: faster",
    )
    .option(
      "--values <file>",
      "values that cannot be known offline: encrypted settings, outputs of other stacks, results of functions, what a Pulumi ESC environment sets (what pulumi env open prints will do)",
    )
    .option(
      "--require-account",
      "fail when no account of Segment's is in the stack, which leaves nothing to judge",
    )
    .optionsGroup("What to print:")
    .addOption(sharedOptions.format(formats))
    .addOption(sharedOptions.output())
    .addOption(sharedOptions.json("the same as --format json"))
    .option("-q, --quiet", "print findings and what could not be judged, nothing else")
    .option("-v, --verbose", "print every resource too")
    .option(
      "--compare <file>",
      "what preview --json printed before a change: shows what the change adds and removes",
    )
    .optionsGroup("How:")
    .addOption(sharedOptions.allowIncomplete("all that is wrong is that a part could not be judged offline"))
    .addOption(sharedOptions.timeout("stop everything after this time"))
    .addHelpText("after", after);
}

/**
 * Reads the arguments.
 *
 * @throws UsageError that names every bad argument at once, HelpRequest
 */
export function readOptions(argv: readonly string[]): PreviewOptions {
  const args = new Arguments(previewSyntax(), argv);
  const policyPacks = args.texts("policy-pack");
  const policyConfigs = args.texts("policy-config");
  const packs = Math.max(1, policyPacks.length);
  if (policyConfigs.length > 1 && policyConfigs.length !== packs)
    args.complain(
      `--policy-config is given ${policyConfigs.length} times for ${packs} policy pack${packs === 1 ? "" : "s"}: ` +
        "give it once for all packs, or once for each in their order.",
    );
  const stack = args.optionalText("stack", /./, "the name of a stack");
  const compiled = args.optionalFile("compiled");
  const valuesFile = args.optionalFile("values");
  const compare = args.optionalFile("compare");
  const outputs = outputsOf(args, formats);
  if (args.is("quiet") && args.is("verbose")) args.complain("--quiet and --verbose exclude one another.");
  const timeoutSeconds = timeoutOf(args);
  args.end(1);
  return {
    directory: resolve(args.positionals[0] ?? "."),
    ...(stack === undefined ? {} : { stack }),
    policyPacks: policyPacks.map((path) => resolve(path)),
    policyConfigs: policyConfigs.map((path) => resolve(path)),
    ...(compiled === undefined ? {} : { compiled }),
    ...(valuesFile === undefined ? {} : { valuesFile: resolve(valuesFile) }),
    requireAccount: args.is("require-account"),
    outputs,
    quiet: args.is("quiet"),
    verbose: args.is("verbose"),
    ...(compare === undefined ? {} : { compare: resolve(compare) }),
    allowIncomplete: args.is("allow-incomplete"),
    timeoutSeconds,
  };
}
