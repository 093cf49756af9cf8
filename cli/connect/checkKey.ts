import { Readable } from "node:stream";
import { type ProductName, products as facts } from "../../policy/facts/products";
import type { CommandIo } from "../command";
import type { StackSettings } from "../stackSettings";
import { ActionRefused } from "../errors";
import type { Connection } from "./settings";

/** What the key is tried for. */
export interface CheckedPlace {
  products: readonly ProductName[];
  connection: Connection;
  stack: StackSettings | undefined;
}

/** Runs the command `check`. */
export type RunCheck = (argv: string[], io: CommandIo) => Promise<number>;

/**
 * Tries the key as Segment would, before Segment is given it.
 *
 * @throws ActionRefused with the whole report where something is missing or in excess
 */
export async function checkKey(
  runCheck: RunCheck,
  keyText: string,
  asked: CheckedPlace,
  io: CommandIo,
): Promise<string> {
  let report = "";
  const captured: CommandIo = {
    ...io,
    stdin: Readable.from([keyText]),
    stdout: { write: (text) => (report += text) },
    isTTY: false,
  };
  const code = await runCheck(checkArguments(asked), captured);
  const lines = report.trimEnd().split("\n");
  if (code === 0) return `Tried the key: ${lines.at(-1) ?? ""}`;
  const first =
    code === 1
      ? "check found something, so Segment was given nothing:"
      : "The key could not be tried, so Segment was given nothing.";
  throw new ActionRefused([first, ...(report === "" ? [] : ["", ...lines])].join("\n"), [
    "Fix what check reports, and run the same again. To hand the key over anyway: --skip-check.",
  ]);
}

/** What `check` is told: all that the stack declares, else the place alone. */
export function checkArguments({ products, connection, stack }: CheckedPlace): string[] {
  const place = [
    ...["--key-file", "-", "--project", connection.project, "--location", connection.location],
    ...products.flatMap((product) => ["--product", product]),
    "--allow-incomplete",
  ];
  const readApi = ["--read-api", connection.readApi];
  if (stack === undefined) return [...place, ...readApi];
  const { profile, stateDataset, segmentCreatesStateDataset } = stack.declared;
  // What the products do not use is of another side: check would refuse it.
  const reads = products.some((product) => facts[product].reads);
  const { sources = [] } = reads ? stack.declared : {};
  const { destinations = [] } = reads ? {} : stack.declared;
  return [
    ...place,
    ...readApi,
    ...["--profile", profile, "--state-dataset", `${stateDataset.project}.${stateDataset.dataset}`],
    ...(segmentCreatesStateDataset ? ["--segment-creates-state-dataset"] : []),
    ...sources.flatMap(({ project, dataset, table }) => [
      "--source",
      [project, dataset, table].filter((part) => part !== undefined).join("."),
    ]),
    ...destinations.flatMap(({ project, dataset }) => ["--destination", `${project}.${dataset}`]),
  ];
}
