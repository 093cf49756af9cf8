import { type CommandIo, type CommandMaker, EXIT_FAILED } from "../command";
import { ActionRefused, jsonRefused, printRefused, UsageError } from "../errors";
import { Redactor } from "../google/Redactor";
import { GoogleRefusal, NoAnswer } from "../google/errors";
import { type Region, SegmentRefusal } from "../segment/SegmentClient";
import type { ConnectWorld } from "./ConnectContext";
import { connectSyntax, readOptions } from "./options";
import { jsonOutcome, printOutcome } from "./outcome";
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
    const refused = error instanceof SegmentRefusal ? asRefused(error, options.region) : error;
    if (refused instanceof ActionRefused) {
      if (options.json) say(jsonRefused(refused, 1));
      else io.stderr.write(redactor.clean(printRefused(refused)));
      return 1;
    }
    if (error instanceof UsageError) throw new UsageError(redactor.clean(error.message));
    if (error instanceof GoogleRefusal || error instanceof NoAnswer) {
      if (options.json) say(jsonRefused(new ActionRefused(error.message), EXIT_FAILED));
      else io.stderr.write(redactor.clean(`${error.message}\n`));
      return EXIT_FAILED;
    }
    throw error;
  }
}

/** What to do about an error answer of Segment: https://docs.segmentapis.com/tag/Error-Handling */
function asRefused(error: SegmentRefusal, region: Region): ActionRefused {
  return new ActionRefused(error.message, hintsFor(error, region));
}

function hintsFor({ request, facts: { status } }: SegmentRefusal, region: Region): string[] {
  const writes = !request.startsWith("GET ");
  switch (status) {
    case 401:
    case 403:
      return [
        request.includes("/credentials/") && writes
          ? "Segment lets only a token of a Workspace Owner change a credential."
          : "Segment answers 401 to a token that it does not know and to one that lacks the permission: use a token of a Workspace Owner, or one with access to sources.",
        `The request went to the region ${region}: for a workspace elsewhere, give --region ${region === "us" ? "eu" : "us"}.`,
      ];
    case 404:
      return ["Compare the id with Segment, and the region: --region us or eu."];
    case 422:
      return [
        "Segment refuses the settings. If a setting is the wrong one, name it: --credentials-setting, --read-api-setting.",
      ];
    case 429:
      return ["Segment's limit on requests is used up: wait a minute, and run the same again."];
    default:
      return status >= 500
        ? ["Segment failed: run the same again later; it looks first at what is there."]
        : [];
  }
}
