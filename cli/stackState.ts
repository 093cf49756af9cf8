import { isObject, type PlainObject, toPlain, UNKNOWN } from "../policy/stack/plain";
import type { Resource } from "../policy/stack/resource";
import { UsageError } from "./errors";
import { isRecord, type JsonRecord, parseJson, records, text, texts } from "./google/json";

/** A stack as its state describes it, with what the state leaves open. */
export interface StackState {
  subject: { kind: "state"; name: string };
  resources: Resource[];
  incomplete: { subject: string; reason: string }[];
}

/** How the engine marks a special value in a state, and that the value is a secret. */
const signature = "4dabf18193072939515e22adb298388d";

const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Reads what `pulumi stack export` prints, or a checkpoint file of a self-managed backend.
 *
 * Secrets count as unknown, even where the export shows them: a report is passed around.
 *
 * @param name what to call the state in messages
 * @throws UsageError if the text is not an exported state
 */
export function fromState(source: string, name: string): StackState {
  const deployment = deploymentIn(parseJson(source));
  if (!deployment) {
    throw new UsageError(
      `${name} is not an exported state: give what \`pulumi stack export\` prints, an object with deployment.resources.`,
    );
  }
  const all = records(deployment["resources"]).filter((one) => text(one["urn"]) !== undefined);
  const byUrn = new Map(all.map((one) => [text(one["urn"]), one]));
  const pending = records(deployment["pending_operations"]).length;
  return {
    subject: { kind: "state", name: stackName(all) ?? name },
    resources: all.map((one) => resourceOf(one, byUrn)),
    incomplete:
      pending === 0
        ? []
        : [
            {
              subject: name,
              reason: `an update was interrupted: ${pending} operation${pending === 1 ? " is" : "s are"} pending, whose outcome the state does not know; run \`pulumi refresh\``,
            },
          ],
  };
}

function deploymentIn(content: unknown): JsonRecord | undefined {
  if (!isRecord(content)) return undefined;
  const checkpoint = isRecord(content["checkpoint"]) ? content["checkpoint"]["latest"] : undefined;
  const deployment = content["deployment"] ?? checkpoint;
  // A stack that was never updated holds no list of resources.
  return isRecord(deployment) ? deployment : undefined;
}

function stackName(all: readonly JsonRecord[]): string | undefined {
  const [, stack, project] = /^urn:pulumi:([^:]*)::([^:]*)::/.exec(text(all[0]?.["urn"]) ?? "") ?? [];
  return stack && project ? `${stack} of ${project}` : undefined;
}

function resourceOf(one: JsonRecord, byUrn: ReadonlyMap<string | undefined, JsonRecord>): Resource {
  const urn = text(one["urn"]) ?? "";
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  // Replaced, but still there until the next update: a grant in it counts.
  const leftover = one["delete"] === true;
  const reference = text(one["provider"]) ?? "";
  const provider = byUrn.get(reference.slice(0, reference.lastIndexOf("::")));
  const dependencies = isRecord(one["propertyDependencies"]) ? one["propertyDependencies"] : {};
  return {
    urn: leftover ? `${urn}#to-be-deleted-${text(one["id"]) ?? ""}` : urn,
    type: text(one["type"]) ?? "",
    name: leftover ? `${name} (to be deleted)` : name,
    props: propsOf(isRecord(one["outputs"]) ? one["outputs"] : one["inputs"]),
    parent: text(one["parent"]),
    providerProject: projectIn(provider),
    dependencies: texts(one["dependencies"]),
    propertyDependencies: Object.fromEntries(
      Object.entries(dependencies).map(([property, urns]) => [property, texts(urns)]),
    ),
  };
}

function projectIn(provider: JsonRecord | undefined): Resource["providerProject"] {
  const { project } = propsOf(provider?.["inputs"]);
  return project === UNKNOWN || typeof project === "string" ? project : undefined;
}

function propsOf(value: unknown): PlainObject {
  const props = toPlain(withoutSecrets(value, 0));
  return isObject(props) ? props : {};
}

function withoutSecrets(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > 64) return value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  if ((value as JsonRecord)[signature] === secretSignature) return UNKNOWN;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, withoutSecrets(part, depth + 1)]),
  );
}
