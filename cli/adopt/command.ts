import { stateDatasetId } from "../../policy/facts/roles";
import { EXIT_FAILED, type Command, type CommandIo } from "../command";
import { GoogleRefusal, NoAnswer } from "../google/errors";
import { readProject } from "../googleProject/readProject";
import { callerClient } from "../google/callerClient";
import { Redactor } from "../google/Redactor";
import { printable } from "../terminal";
import type { Adoption } from "./adoption";
import { makeAdoption } from "./makeAdoption";
import { adoptSyntax, readOptions, type AdoptOptions } from "./options";
import { adoptionNotes, summary } from "./notes";
import { removalScript, stackFile, type WrittenFile, writeFiles } from "./files";

async function run(argv: string[], io: CommandIo): Promise<number> {
  const options = readOptions(argv);
  const redactor = new Redactor();
  let adoption: Adoption;
  try {
    adoption = await adopt(options, io.env, redactor);
  } catch (error) {
    if (!(error instanceof GoogleRefusal) && !(error instanceof NoAnswer)) throw error;
    io.stderr.write(redactor.redact(`${printable(error.message)}\nNothing was written.\n`));
    return EXIT_FAILED;
  }
  const files = filesOf(adoption, options).map((file) => ({
    ...file,
    content: redactor.redact(file.content),
  }));
  if (options.out !== undefined) await writeFiles(options.out, files, options.force);
  const said = options.json
    ? `${JSON.stringify(adoption, undefined, 2)}\n`
    : printable(summary(adoption, options));
  io.stdout.write(redactor.redact(said));
  return adoption.unread.length > 0 && !options.allowIncomplete ? 1 : 0;
}

async function adopt(options: AdoptOptions, env: NodeJS.ProcessEnv, redactor: Redactor): Promise<Adoption> {
  const { project, sources = [], stateDataset = stateDatasetId } = options;
  const google = await readProject(await callerClient(env, { redactor }), {
    project,
    sources,
    state: { project, dataset: stateDataset },
  });
  return makeAdoption(google, options, new Date());
}

function filesOf(adoption: Adoption, options: AdoptOptions): WrittenFile[] {
  return [
    { name: `Pulumi.${options.stack}.yaml`, content: stackFile(adoption.setup, options.pulumiProject) },
    { name: "import.json", content: importFile(adoption) },
    { name: "remove-excess.sh", content: removalScript(adoption), mode: 0o755 },
    { name: "adoption.md", content: adoptionNotes(adoption, options) },
  ];
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
