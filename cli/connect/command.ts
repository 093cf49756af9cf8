import { EXIT_FAILED, UsageError, type CommandIo, type CommandMaker } from "../command";
import { GoogleRefusal, NoAnswer } from "../google/errors";
import { Redactor } from "../google/Redactor";
import { SegmentRefusal, SegmentSilence } from "../segment/errors";
import type { ConnectWorld } from "./ConnectContext";
import { connectSyntax, readOptions } from "./options";
import { Stopped } from "./outcome";
import { jsonOutcome, jsonStopped, printOutcome, printStopped } from "./print";
import { asStopped } from "./refusalHints";
import { work } from "./work";

export const command: CommandMaker = (runOther) => ({
  name: "connect",
  summary: "give Segment its key and location through Segment's API: create the source, rotate its key",
  syntax: connectSyntax,
  run: (argv, io) => connect(argv, io, { check: (args, used) => runOther("check", args, used) }),
});

/** Runs the command. */
export async function connect(argv: string[], io: CommandIo, world: ConnectWorld): Promise<number> {
  const options = readOptions(argv);
  const redactor = new Redactor();
  const say = (text: string): unknown => io.stdout.write(redactor.clean(text));
  try {
    const outcome = await work(options, io, redactor, world);
    const code = outcome.left.length > 0 ? 1 : 0;
    say(options.json ? jsonOutcome(outcome, code) : printOutcome(outcome));
    return code;
  } catch (error) {
    const stopped = error instanceof SegmentRefusal ? asStopped(error, options.region) : error;
    if (stopped instanceof Stopped) {
      if (options.json) say(jsonStopped(stopped, 1));
      else io.stderr.write(redactor.clean(printStopped(stopped)));
      return 1;
    }
    if (error instanceof UsageError) throw new UsageError(redactor.clean(error.message));
    if (error instanceof SegmentSilence || error instanceof GoogleRefusal || error instanceof NoAnswer) {
      if (options.json) say(jsonStopped({ message: error.message, next: [] }, EXIT_FAILED));
      else io.stderr.write(redactor.clean(`${error.message}\n`));
      return EXIT_FAILED;
    }
    throw error;
  }
}
