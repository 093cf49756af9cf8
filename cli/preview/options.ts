import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../command";

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
  json: boolean;
  allowIncomplete: boolean;
  timeoutSeconds: number;
}

const defaultTimeoutSeconds = 120;

/**
 * Reads the arguments.
 *
 * @throws UsageError, or parseArgs' own error, for arguments that mean nothing
 */
export function readOptions(argv: string[]): PreviewOptions {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      stack: { type: "string", short: "s" },
      "policy-pack": { type: "string", multiple: true },
      "policy-config": { type: "string", multiple: true },
      compiled: { type: "string" },
      json: { type: "boolean" },
      "allow-incomplete": { type: "boolean" },
      timeout: { type: "string" },
    },
  });
  if (positionals.length > 1) {
    throw new UsageError(
      `One directory can be previewed at a time, not ${positionals.length}: ${positionals.join(", ")}.`,
    );
  }
  const policyPacks = values["policy-pack"] ?? [];
  const policyConfigs = values["policy-config"] ?? [];
  const packs = Math.max(1, policyPacks.length);
  if (policyConfigs.length > 1 && policyConfigs.length !== packs) {
    throw new UsageError(
      `--policy-config is given ${policyConfigs.length} times for ${packs} policy pack${packs === 1 ? "" : "s"}; ` +
        "give it once for all packs, or once for each in their order.",
    );
  }
  return {
    directory: resolve(positionals[0] ?? "."),
    ...(values.stack === undefined ? {} : { stack: values.stack }),
    policyPacks: policyPacks.map((path) => resolve(path)),
    policyConfigs: policyConfigs.map((path) => resolve(path)),
    ...(values.compiled === undefined ? {} : { compiled: values.compiled }),
    json: values.json ?? false,
    allowIncomplete: values["allow-incomplete"] ?? false,
    timeoutSeconds: readSeconds(values.timeout),
  };
}

function readSeconds(text: string | undefined): number {
  const seconds = text === undefined ? defaultTimeoutSeconds : Number(text);
  if (text?.trim() !== "" && seconds > 0 && seconds <= 86_400) return seconds;
  throw new UsageError(`--timeout is "${text ?? ""}"; give a number of seconds above 0 and up to 86400.`);
}
