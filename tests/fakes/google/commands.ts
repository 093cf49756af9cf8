import { parse } from "shell-quote";
import { addDataset } from "./datasets";
import { accessMember } from "./access";
import { legacyRoles } from "./roles";
import { findAccount } from "./tokens";
import type { Binding, DatasetState, GoogleState, Json, Policy, ProjectState } from "./state";

/**
 * Does to the fake what a `gcloud` or `bq` command does to Google, for tests that follow advice.
 *
 * Only the commands that this project prints are known.
 *
 * @returns the roles that a command lists
 * @throws on any other command
 */
export function runCommand(state: GoogleState, line: string): string[] {
  const words = parse(line).map((word) => {
    if (typeof word !== "string") throw new Error(`A shell would not take this as plain words: ${line}`);
    return word;
  });
  const flags = Object.fromEntries(
    words
      .filter((word) => word.startsWith("--"))
      .map((word) => word.slice(2).split(/=(.*)/s) as [string, string]),
  );
  const [program, ...rest] = words.filter((word) => !word.startsWith("-"));
  const command = { state, flags, rest, line };
  const name = commands.find(([prefix]) => [program, ...rest].join(" ").startsWith(prefix));
  if (!name) throw new Error(`The fake of Google does not know the command ${line}`);
  return name[1]({ ...command, rest: [program ?? "", ...rest].slice(name[0].split(" ").length) }) ?? [];
}

interface Command {
  state: GoogleState;
  flags: Record<string, string | undefined>;
  /** The words after those that name the command, without flags. */
  rest: string[];
  line: string;
}

const commands: [string, (command: Command) => string[] | undefined][] = [
  ["gcloud projects add-iam-policy-binding", (c) => bind(projectOf(c).policy, c)],
  ["gcloud projects remove-iam-policy-binding", (c) => unbind(projectOf(c).policy, c)],
  ["gcloud projects get-iam-policy", (c) => roles(projectOf(c).policy, c)],
  ["gcloud iam service-accounts get-iam-policy", (c) => roles(accountOf(c).policy, c)],
  ["gcloud iam service-accounts remove-iam-policy-binding", (c) => unbind(accountOf(c).policy, c)],
  [
    "gcloud iam service-accounts keys enable",
    (c) => {
      const key = findAccount(c.state, c.flags["iam-account"] ?? "")?.keys.get(c.rest[0] ?? "");
      if (!key) throw new Error(`There is no such key: ${c.line}`);
      key.disabled = false;
      return undefined;
    },
  ],
  [
    "gcloud iam service-accounts enable",
    (c) => {
      accountOf(c).disabled = false;
      return undefined;
    },
  ],
  [
    "gcloud iam roles create",
    (c) => {
      const id = c.rest[0] ?? "";
      projectNamed(c, c.flags["project"]).roles.set(id, {
        name: `projects/${c.flags["project"]}/roles/${id}`,
        title: c.flags["title"] ?? "",
        description: "",
        stage: "GA",
        includedPermissions: (c.flags["permissions"] ?? "").split(","),
        version: 1,
      });
      return undefined;
    },
  ],
  [
    "gcloud services enable",
    (c) => {
      projectNamed(c, c.flags["project"]).services.add(c.rest[0] ?? "");
      return undefined;
    },
  ],
  [
    "gcloud billing projects link",
    (c) => {
      projectOf(c).billing = "enabled";
      return undefined;
    },
  ],
  ["bq query", (c) => grantInSql(c)],
  [
    "bq mk",
    (c) => {
      const [project = "", id = ""] = (c.rest[0] ?? "").split(":");
      const home = projectNamed(c, project);
      if (!home.datasets.has(id)) addDataset(c.state, home, id, { location: c.flags["location"] });
      return undefined;
    },
  ],
  ["bq update", (c) => update(c)],
  ["bq get-iam-policy", (c) => roles(tableOf(c).policy, c)],
  ["bq remove-iam-policy-binding", (c) => unbind(tableOf(c).policy, c)],
];

function projectNamed({ state, line }: Command, name = ""): ProjectState {
  const found =
    state.projects.get(name) ?? [...state.projects.values()].find((project) => project.number === name);
  if (!found) throw new Error(`There is no project for ${line}`);
  return found;
}

const projectOf = (command: Command): ProjectState => projectNamed(command, command.rest[0]);

function accountOf(command: Command): NonNullable<ReturnType<typeof findAccount>> {
  const account = findAccount(command.state, command.rest[0] ?? "");
  if (!account) throw new Error(`There is no account for ${command.line}`);
  return account;
}

function datasetNamed(command: Command, project: string, id: string): DatasetState {
  const dataset = projectNamed(command, project).datasets.get(id);
  if (!dataset) throw new Error(`There is no dataset for ${command.line}`);
  return dataset;
}

function tableOf(command: Command): { policy: Policy; quirks: { partitionFilter?: string } } {
  const [project = "", dataset = "", table = ""] = (command.rest[0] ?? "").split(/[:.]/);
  const found = datasetNamed(command, project, dataset).tables.get(table);
  if (!found) throw new Error(`There is no table for ${command.line}`);
  return found;
}

function bind(policy: Policy, { flags }: Command): undefined {
  policy.bindings.push({ role: flags["role"] ?? "", members: [flags["member"] ?? ""] });
}

function unbind(policy: Policy, { flags }: Command): undefined {
  for (const binding of policy.bindings.filter(({ role }) => role === flags["role"]))
    binding.members = binding.members.filter((member) => member !== flags["member"]);
  policy.bindings = policy.bindings.filter(({ members }) => members.length > 0);
}

function roles(policy: Policy, { flags }: Command): string[] {
  const member = flags["filter"]?.replace(/^bindings\.members:/, "");
  return policy.bindings
    .filter((binding: Binding) => member === undefined || binding.members.includes(member))
    .map(({ role }) => role);
}

function grantInSql(command: Command): undefined {
  const sql = command.rest[0] ?? "";
  const match =
    /^(GRANT|REVOKE) (.+) ON (?:SCHEMA|TABLE) `(.+?)`\.`(.+?)`(?:\.`(.+?)`)? (?:TO|FROM) "(.+)"$/.exec(sql);
  if (!match) throw new Error(`The fake of Google cannot run ${sql}`);
  const [, verb, list = "", project = "", id = "", table, member = ""] = match;
  const dataset = datasetNamed(command, project, id);
  for (const [, role = ""] of list.matchAll(/`(.+?)`/g)) {
    if (table === undefined) {
      const access = dataset.resource["access"] as Json[];
      const same = (entry: Json): boolean =>
        (legacyRoles[String(entry["role"])] ?? entry["role"]) === role &&
        accessMember(entry, project) === member;
      if (verb === "REVOKE") dataset.resource["access"] = access.filter((entry) => !same(entry));
      else if (!access.some(same)) access.push({ role, userByEmail: member.replace("serviceAccount:", "") });
    } else {
      const held = dataset.tables.get(table)?.policy;
      if (!held) throw new Error(`There is no table for ${command.line}`);
      const on = { ...command, flags: { role, member } };
      if (verb === "REVOKE") unbind(held, on);
      else bind(held, on);
    }
  }
}

function update(command: Command): undefined {
  if ("norequire_partition_filter" in command.flags) {
    delete tableOf(command).quirks.partitionFilter;
    return;
  }
  // bq takes `--flag 0` as two words, of which the number is one of the plain words here.
  const [project = "", id = ""] = (command.rest.at(-1) ?? "").split(":");
  const { resource } = datasetNamed(command, project, id);
  if ("default_table_expiration" in command.flags) delete resource["defaultTableExpirationMs"];
  if ("default_partition_expiration" in command.flags) delete resource["defaultPartitionExpirationMs"];
}
