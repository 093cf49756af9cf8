import { Readable } from "node:stream";
import type { CommandIo } from "../command";
import type { StackSettings } from "../stackSettings";
import { Stopped } from "./outcome";
import type { Connection } from "./settings";

/** Runs the command `check`. */
export type RunCheck = (argv: string[], io: CommandIo) => Promise<number>;

/**
 * Tries the key as Segment would, before Segment is given it.
 *
 * @throws Stopped with the whole report where something is missing or in excess
 */
export async function checkKey(
  runCheck: RunCheck,
  keyText: string,
  connection: Connection,
  stack: StackSettings | undefined,
  io: CommandIo,
): Promise<string> {
  let report = "";
  const captured: CommandIo = {
    ...io,
    stdin: Readable.from([keyText]),
    stdout: { write: (text) => (report += text) },
    isTTY: false,
  };
  const code = await runCheck(checkArguments(connection, stack), captured);
  const lines = report.trimEnd().split("\n");
  if (code === 0) return `Tried the key: ${lines.at(-1) ?? ""}`;
  const first =
    code === 1
      ? "check found something, so Segment was given nothing:"
      : "The key could not be tried, so Segment was given nothing.";
  throw new Stopped([first, ...(report === "" ? [] : ["", ...lines])].join("\n"), [
    "Mend what check says, and run the same again. To hand the key over all the same: --skip-check.",
  ]);
}

/** What `check` is told: all that the stack declares, else the place alone. */
export function checkArguments(connection: Connection, stack: StackSettings | undefined): string[] {
  const place = [
    ...["--key-file", "-", "--project", connection.project, "--location", connection.location],
    "--allow-incomplete",
  ];
  const readApi = ["--read-api", connection.readApi];
  if (stack === undefined) return [...place, ...readApi];
  const { profile, sources = [], stateDataset, segmentCreatesStateDataset } = stack.declared;
  return [
    ...place,
    ...readApi,
    ...["--profile", profile, "--state-dataset", `${stateDataset.project}.${stateDataset.dataset}`],
    ...(segmentCreatesStateDataset ? ["--segment-creates-state-dataset"] : []),
    ...sources.flatMap(({ project, dataset, table }) => [
      "--source",
      [project, dataset, table].filter((part) => part !== undefined).join("."),
    ]),
  ];
}
