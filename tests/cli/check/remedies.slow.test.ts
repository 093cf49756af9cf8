import { expect } from "chai";
import type { CheckResult, Remedy } from "../../../cli/check/result";
import { runCommand } from "../../fakes/google/commands";
import { documentedSeed, email, member, minimalSeed, World } from "./world";

/** What is done wrong to a project that was well. */
interface Fault {
  name: string;
  /** @default - the set-up of Segment's page */
  minimal?: boolean;
  spoil: (world: World) => void;
  args?: string[];
  /** For a remedy that is advice: what somebody who takes it does. */
  take?: (world: World) => void;
}

const dataset = (world: World, id: string): NonNullable<ReturnType<typeof world.acme.datasets.get>> => {
  const found = world.acme.datasets.get(id);
  if (!found) throw new Error(`${id} is there`);
  return found;
};
const grant = (world: World, role: string): void =>
  void world.acme.policy.bindings.push({ role, members: [member] });
const withAccess = (world: World, id: string, ...roles: string[]): void => {
  dataset(world, id).resource["access"] = [
    { role: "OWNER", specialGroup: "projectOwners" },
    ...roles.map((role) => ({ role, userByEmail: email })),
  ];
};

const faults: Fault[] = [
  { name: "no role on the project", spoil: (world) => (world.acme.policy.bindings = []) },
  { name: "no role on the project", minimal: true, spoil: (world) => (world.acme.policy.bindings = []) },
  {
    name: "Job User where Segment reads through the Storage API",
    spoil: (world) => (world.acme.policy.bindings = [{ role: "roles/bigquery.jobUser", members: [member] }]),
    args: ["--read-api", "storage"],
  },
  {
    name: "nothing where Segment reads through the Storage API",
    minimal: true,
    spoil: (world) => (world.acme.policy.bindings = []),
    args: ["--read-api", "storage"],
  },
  {
    name: "Job User where Segment makes the state dataset",
    spoil: (world) => {
      world.acme.datasets.delete("__segment_reverse_etl");
      world.acme.policy.bindings = [{ role: "roles/bigquery.jobUser", members: [member] }];
    },
    args: ["--segment-creates-state-dataset"],
  },
  { name: "no role on a source", spoil: (world) => withAccess(world, "crm") },
  { name: "no role on a source", minimal: true, spoil: (world) => withAccess(world, "crm") },
  {
    name: "a source that is a table, on which there is no role",
    spoil: (world) => {
      world.acme.roles.set("list", {
        name: "projects/acme-prod/roles/list",
        title: "",
        description: "",
        stage: "GA",
        includedPermissions: ["bigquery.datasets.get", "bigquery.tables.list"],
        version: 1,
      });
      withAccess(world, "crm", "projects/acme-prod/roles/list");
    },
    args: ["--source", "acme-prod.crm.contacts"],
  },
  {
    name: "a project as source without a role for it",
    spoil: () => undefined,
    args: ["--source", "acme-prod"],
  },
  {
    name: "a project as source without a role for it",
    minimal: true,
    spoil: () => undefined,
    args: ["--source", "acme-prod"],
  },
  { name: "no state dataset", spoil: (world) => void world.acme.datasets.delete("__segment_reverse_etl") },
  {
    name: "no state dataset",
    minimal: true,
    spoil: (world) => void world.acme.datasets.delete("__segment_reverse_etl"),
  },
  { name: "no role on the state dataset", spoil: (world) => withAccess(world, "__segment_reverse_etl") },
  {
    name: "Data Viewer on the state dataset",
    spoil: (world) => withAccess(world, "__segment_reverse_etl", "READER"),
  },
  {
    name: "a state dataset that forgets",
    spoil: (world) =>
      Object.assign(dataset(world, "__segment_reverse_etl").resource, {
        defaultTableExpirationMs: "3600000",
        defaultPartitionExpirationMs: "3600000",
      }),
  },
  {
    name: "a model operation without a role for it",
    spoil: () => undefined,
    args: ["--model", "acme-prod.crm.churn:predict,create,drop"],
  },
  { name: "a disabled account", spoil: (world) => (accountOf(world).disabled = true) },
  {
    name: "a disabled key",
    spoil: (world) => {
      for (const key of accountOf(world).keys.values()) key.disabled = true;
    },
  },
  {
    name: "the BigQuery API off",
    spoil: (world) => void world.acme.services.delete("bigquery.googleapis.com"),
  },
  {
    name: "the Resource Manager API off",
    spoil: (world) => void world.acme.services.delete("cloudresourcemanager.googleapis.com"),
  },
  { name: "the sandbox", spoil: (world) => (world.acme.billing = "sandbox"), args: ["--write"] },
  {
    name: "a table that wants a filter",
    spoil: (world) => quirks(world, { partitionFilter: "day" }),
  },
  { name: "Data Owner on the project", spoil: (world) => grant(world, "roles/bigquery.dataOwner") },
  {
    name: "BigQuery Admin in place of what is needed on the project",
    spoil: (world) => (world.acme.policy.bindings = [{ role: "roles/bigquery.admin", members: [member] }]),
  },
  {
    name: "BigQuery User on the project",
    minimal: true,
    spoil: (world) => (world.acme.policy.bindings = [{ role: "roles/bigquery.user", members: [member] }]),
  },
  {
    name: "an owner of a source, in place of its reader",
    spoil: (world) => withAccess(world, "crm", "OWNER"),
  },
  {
    name: "an owner of the state dataset, in place of its writer",
    spoil: (world) => withAccess(world, "__segment_reverse_etl", "OWNER"),
  },
  {
    name: "an owner of one table",
    spoil: (world) =>
      void dataset(world, "crm")
        .tables.get("deals")
        ?.policy.bindings.push({ role: "roles/bigquery.dataOwner", members: [member] }),
  },
  {
    name: "an account that is token creator on itself",
    spoil: (world) =>
      void accountOf(world).policy.bindings.push({
        role: "roles/iam.serviceAccountTokenCreator",
        members: [member],
      }),
  },
  {
    name: "an account that is token creator on the project",
    spoil: (world) => grant(world, "roles/iam.serviceAccountTokenCreator"),
  },
  {
    name: "a column under a policy tag",
    spoil: (world) => quirks(world, { policyTags: { email: "acme : pii" } }),
    take: (world) => void world.google.state.policyTagReaders.set("acme : pii", [member]),
  },
  {
    name: "an empty source",
    spoil: (world) => {
      dataset(world, "web").tables.clear();
    },
    args: ["--source", "acme-prod.web"],
    take: (world) => void dataset(world, "web").tables.set("contacts", contacts(world)),
  },
];

function accountOf(world: World): NonNullable<ReturnType<typeof world.acme.accounts.get>> {
  const account = world.acme.accounts.get(email);
  if (!account) throw new Error("the account is there");
  return account;
}

function quirks(world: World, given: object): void {
  Object.assign(dataset(world, "crm").tables.get("contacts")?.quirks ?? {}, given);
}

function contacts(world: World): NonNullable<ReturnType<ReturnType<typeof dataset>["tables"]["get"]>> {
  const table = dataset(world, "crm").tables.get("contacts");
  if (!table) throw new Error("contacts is there");
  return table;
}

/** Runs the commands in their order; ROLE stands for each role that the command before it lists, but for those kept. */
function follow(world: World, { commands = [], advice = "" }: Remedy): void {
  const kept = /, except (.+?)\. /.exec(advice)?.[1]?.split(" and ") ?? [];
  let listed: string[] = [];
  for (const command of commands) {
    const each = command.includes("ROLE") ? listed.filter((role) => !kept.includes(role)) : [""];
    for (const role of each) listed = runCommand(world.google.state, command.replace("ROLE", role));
  }
}

describe("the remedies of check", () => {
  const bad = ["missing", "failed", "excess"];

  for (const { name, minimal = false, spoil, args = [], take } of faults) {
    it(`mend ${name}${minimal ? " (profile minimal)" : ""}, and leave no excess`, async () => {
      const seed = minimal ? minimalSeed() : documentedSeed();
      const acme = seed.projects?.["acme-prod"];
      if (!acme?.datasets) throw new Error("the seed holds acme");
      const crm = acme.datasets["crm"];
      if (crm) acme.datasets["web"] = { ...crm, models: [] };
      const world = await World.start(seed);
      try {
        spoil(world);
        const all = [...(minimal ? ["--profile", "minimal"] : []), ...args];
        const first = await world.run(all);
        expect(first.code, "it was found").to.equal(1);
        const found = first.results.filter(({ outcome }) => bad.includes(outcome));
        for (const { remedy, id } of found) expect(remedy, `${id} has a remedy`).not.to.equal(undefined);
        // One remedy at a time, as a person would; the next run says what is left.
        let results: CheckResult[] = first.results;
        for (let round = 0; round < 6; round++) {
          const next = results.find(({ outcome }) => bad.includes(outcome));
          if (!next) break;
          if (next.remedy?.commands) follow(world, next.remedy);
          else if (take) take(world);
          else throw new Error(`${next.id} cannot be mended by a command: ${next.message}`);
          ({ results } = await world.run(all));
        }
        expect(results.filter(({ outcome }) => bad.includes(outcome))).to.deep.equal([]);
      } finally {
        await world.stop();
      }
    });
  }
});
