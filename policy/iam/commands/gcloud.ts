import { type Plain, UNKNOWN } from "../../stack/plain";
import {
  type CommandGrant,
  type CommandGrants,
  type CommandTarget,
  known,
  type KeyCreation,
  nothing,
  sortArguments,
  unreadable,
  wholeFile,
} from "./commandGrant";

const withoutValue = new Set(
  "quiet q help h async log-http user-output-enabled recursive r all impersonate".split(" "),
);

const kinds: ReadonlyMap<string, CommandTarget> = new Map([
  ["projects", "project"],
  ["organizations", "organization"],
  ["resource-manager folders", "folder"],
  ["iam service-accounts", "serviceAccount"],
]);

const verbs = /^(?:set-iam-policy|add-(?:iam|invoker)-policy-binding)$/;

const tracks = new Set(["alpha", "beta", "preview"]);

/**
 * What `gcloud … add-iam-policy-binding RESOURCE --member=… --role=…` and its like grant.
 *
 * See https://cloud.google.com/sdk/gcloud/reference/projects/add-iam-policy-binding
 *
 * @param words those behind `gcloud`
 */
export function gcloudGrants(words: readonly string[]): CommandGrants {
  const { flags, positionals } = sortArguments(
    words,
    (flag) => !withoutValue.has(flag) && !flag.startsWith("no-"),
  );
  const groups = positionals.filter((word) => !tracks.has(word));
  const verb = groups.findIndex((word) => verbs.test(word));
  const command = groups[verb];
  if (command === undefined) return keyCreation(groups, flags);
  const type = groups.slice(0, verb).join(" ");
  const kind = kinds.get(type) ?? "other";
  if (command === "set-iam-policy") return kind === "other" ? unreadable : wholeFile;
  if (flags.has("flags-file") || known(type) === UNKNOWN) return unreadable;
  const resource = known(groups[verb + 1]?.replace(/^(?:projects|folders|organizations)\/(?=[^/]+$)/, ""));
  const role = command === "add-invoker-policy-binding" ? "roles/run.invoker" : flags.get("role");
  const project = known(flags.get("project"));
  const named = typeof project === "string" ? { type, project } : { type };
  const grant: CommandGrant = {
    roles: [known(role)],
    on: { kind, path: [resource], ...(kind === "other" ? named : {}) },
    grantees: [known(flags.get("member"))],
  };
  const condition = conditionOf(flags);
  return { ...nothing, grants: [condition === null ? grant : { ...grant, condition }] };
}

/** `--condition=expression=…,title=…`, with `^D^` before it where D separates the parts. */
function conditionOf(flags: ReadonlyMap<string, string>): Plain {
  if (flags.has("condition-from-file")) return UNKNOWN;
  const written = flags.get("condition");
  if (written === undefined || written.toLowerCase() === "none") return null;
  const delimiter = /^\^([^^]+)\^/.exec(written);
  const parts = written.slice(delimiter?.[0].length ?? 0).split(delimiter?.[1] ?? ",");
  const values = new Map<string, string>();
  let last = "expression";
  for (const part of parts) {
    const key = /^\s*(expression|title|description)=/.exec(part);
    last = key?.[1] ?? last;
    // A comma in the expression itself separates nothing.
    const before = key === null ? values.get(last) : undefined;
    values.set(last, before === undefined ? part.slice(key?.[0].length ?? 0) : `${before},${part}`);
  }
  return Object.fromEntries([...values].map(([key, value]) => [key, known(value)]));
}

/** `gcloud iam service-accounts keys create FILE --iam-account=…`, `keys upload`, `storage hmac create ACCOUNT`. */
function keyCreation(groups: readonly string[], flags: ReadonlyMap<string, string>): CommandGrants {
  const command = groups.slice(0, 4).join(" ");
  const made = (account: string | undefined, how: KeyCreation["how"]): CommandGrants => ({
    ...nothing,
    keyCreations: [{ account: known(account), how }],
  });
  if (command === "iam service-accounts keys create") return made(flags.get("iam-account"), "create");
  if (command === "iam service-accounts keys upload") return made(flags.get("iam-account"), "upload");
  if (command.startsWith("storage hmac create")) return made(groups[3], "hmac");
  return nothing;
}
