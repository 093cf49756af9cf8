import { stateDatasetId } from "../../policy/facts/roles";
import { EXIT_FAILED, type Command, type CommandIo } from "../command";
import { GoogleRefusal, NoAnswer } from "../google/errors";
import { readProject } from "../googleProject/readProject";
import { userClient } from "../googleProject/userClient";
import { printable } from "../terminal";
import type { Adoption } from "./adoption";
import { makeAdoption } from "./makeAdoption";
import { adoptSyntax, readOptions, type AdoptOptions } from "./options";
import { adoptionNotes } from "./render/adoptionNotes";
import { removalScript } from "./render/removalScript";
import { stackFile } from "./render/stackFile";
import { summary } from "./render/summary";
import { writeFiles } from "./writeFiles";

async function run(argv: string[], io: CommandIo): Promise<number> {
  const options = readOptions(argv);
  let adoption: Adoption;
  try {
    adoption = await adopt(options, io.env);
  } catch (error) {
    if (!(error instanceof GoogleRefusal) && !(error instanceof NoAnswer)) throw error;
    io.stderr.write(`${printable(error.message)}\nNothing was written.\n`);
    return EXIT_FAILED;
  }
  if (options.out !== undefined) await writeFiles(options.out, filesOf(adoption, options), options.force);
  io.stdout.write(
    options.json ? `${JSON.stringify(adoption, undefined, 2)}\n` : printable(summary(adoption, options)),
  );
  return 0;
}

async function adopt(options: AdoptOptions, env: NodeJS.ProcessEnv): Promise<Adoption> {
  const { project, sources = [], stateDataset = stateDatasetId } = options;
  const google = await readProject(await userClient(env), {
    project,
    sources,
    state: { project, dataset: stateDataset },
  });
  return makeAdoption(google, options, new Date());
}

function filesOf(adoption: Adoption, options: AdoptOptions) {
  return {
    [`Pulumi.${options.stack}.yaml`]: { content: stackFile(adoption.setup, options.pulumiProject) },
    "import.json": { content: importFile(adoption) },
    "remove-excess.sh": { content: removalScript(adoption), mode: 0o755 },
    "adoption.md": { content: adoptionNotes(adoption, options) },
  };
}

/**
 * The file for `pulumi import --file`: the component, empty, and below it what is imported.
 *
 * https://www.pulumi.com/docs/iac/guides/migration/import/#bulk-import-operations
 */
function importFile({ imports }: Adoption): string {
  return `${JSON.stringify({ resources: imports }, undefined, 2)}\n`;
}

export const command: Command = {
  name: "adopt",
  summary: "import an existing set-up: stack config, import file, what to remove",
  syntax: adoptSyntax,
  run,
};
