import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { joined } from "../../policy/stack/text";
import { Arguments, type Syntax, syntaxOf } from "../arguments";
import { type Command, type CommandIo, EXIT_FAILED } from "../command";
import { UsageError } from "../errors";
import { Redactor } from "../google/Redactor";
import { callerClient } from "../google/callerClient";
import { GoogleRefusal, NoAnswer } from "../google/errors";
import { type JsonRecord, text } from "../google/json";
import { printable } from "../terminal";
import { type CatalogueContent, catalogueFrom, catalogueText, type LiveRole } from "./catalogueFrom";

export const command: Command = {
  name: "refresh-roles",
  summary: "write the policy pack's catalogue of Google's roles again, from Google's IAM API",
  syntax: refreshRolesSyntax,
  async run(argv, io) {
    const { file } = readOptions(argv);
    const roles = await liveRoles(io);
    if (roles === undefined) return EXIT_FAILED;
    const readOn = new Date().toISOString().slice(0, 10);
    const source = {
      origin: "Google IAM API, roles.list",
      commit: "",
      readOn,
      licence: "Google API terms",
      url: "https://cloud.google.com/iam/docs/reference/rest/v1/roles/list",
    };
    const before = await catalogueIn(file);
    const after = catalogueFrom(roles, source);
    await write(file, catalogueText(after));
    if (before !== undefined) {
      const changes = changesByRole(before, after);
      const since = before.source["readOn"] ?? "an unknown date";
      io.stdout.write(
        [
          changes.length === 0 ? `No role has changed since ${since}.` : `Since ${since}:`,
          ...changes,
          "",
        ].join("\n"),
      );
    }
    io.stdout.write(
      `Wrote ${roles.length} roles as of ${readOn} to ${file}. Run the tests: they hold the catalogue against what Segment needs.\n`,
    );
    return 0;
  },
};

/** Every predefined role; undefined, and standard error says why, where Google does not tell. */
async function liveRoles({ env, stderr }: CommandIo): Promise<LiveRole[] | undefined> {
  const redactor = new Redactor();
  try {
    const client = await callerClient(env, { redactor });
    const query = { view: "FULL", pageSize: "1000" };
    const roles = (await client.list({ api: "iam", path: "/v1/roles", query }, "roles")).map(liveRole);
    // An empty or cut answer must not replace a catalogue that works.
    if (roles.some(({ name }) => name === "roles/bigquery.user")) return roles;
    stderr.write("Google's answer holds no roles/bigquery.user: nothing was written.\n");
  } catch (error) {
    if (!(error instanceof GoogleRefusal) && !(error instanceof NoAnswer)) throw error;
    stderr.write(redactor.redact(`${printable(error.message)}\nNothing was written.\n`));
  }
  return undefined;
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new UsageError(`--out ${file} cannot be written: ${code}.`);
  }
}

/** The catalogue in the file; undefined if the file holds none. */
async function catalogueIn(file: string): Promise<CatalogueContent | undefined> {
  const written = await readFile(file, "utf8").catch(() => "");
  try {
    const content = JSON.parse(written) as Partial<CatalogueContent>;
    return content.roles && content.source ? (content as CatalogueContent) : undefined;
  } catch {
    return undefined;
  }
}

function liveRole(role: JsonRecord): LiveRole {
  const permissions = role["includedPermissions"];
  return {
    name: text(role["name"]) ?? "",
    title: text(role["title"]) ?? "",
    stage: text(role["stage"]) ?? "",
    permissions: Array.isArray(permissions)
      ? permissions.filter((one): one is string => typeof one === "string")
      : [],
  };
}

const description = `Writes the catalogue of Google's predefined roles again, from Google's IAM API
(https://cloud.google.com/iam/docs/reference/rest/v1/roles/list), with your own
credentials. For maintainers of the policy pack: the pack never does it itself.`;

const after = `
Exit codes:
  0   written
  2   not written`;

function refreshRolesSyntax(): Syntax {
  return syntaxOf("refresh-roles", description)
    .option("-o, --out <file>", "where to write, such as policy/facts/catalogue.json")
    .addHelpText("after", after);
}

/**
 * Reads where to write.
 *
 * @throws UsageError, HelpRequest
 */
function readOptions(argv: readonly string[]): { file: string } {
  const args = new Arguments(refreshRolesSyntax(), argv);
  const file = args.file("out");
  args.end();
  return { file: resolve(file) };
}

type Role = CatalogueContent["roles"][string];

/** What a refresh changes, a sentence for each role that is other than before. */
function changesByRole(before: CatalogueContent, after: CatalogueContent): string[] {
  const names = [...new Set([...Object.keys(before.roles), ...Object.keys(after.roles)])].sort();
  return names.flatMap((name) => {
    const [old, now] = [before.roles[name], after.roles[name]];
    if (old === undefined) return now === undefined ? [] : [`${name} is new: ${counted(now)}.`];
    if (now === undefined) return [`${name} is gone, or holds nothing here that matters.`];
    const changes = [
      ...changed("gains", lacking(now.permissions, old.permissions)),
      ...changed("loses", lacking(old.permissions, now.permissions)),
      ...(old.stage === now.stage || old.stage === ""
        ? []
        : [`goes from stage ${old.stage} to ${now.stage}`]),
      ...(old.title === now.title || old.title === "" ? [] : [`is now called ${now.title}`]),
    ];
    return changes.length === 0 ? [] : [`${name} ${joined(changes)}.`];
  });
}

function lacking(all: readonly string[], known: readonly string[]): string[] {
  return all.filter((permission) => !known.includes(permission));
}

function changed(verb: string, permissions: readonly string[]): string[] {
  return permissions.length === 0 ? [] : [`${verb} ${permissions.join(", ")}`];
}

function counted({ permissions, complete }: Role): string {
  const one = permissions.length === 1;
  const count = one ? "1 permission" : `${permissions.length} permissions`;
  return complete ? count : `${count} that ${one ? "matters" : "matter"} here`;
}
