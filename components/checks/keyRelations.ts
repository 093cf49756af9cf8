import { forbidAccounts, forbidKeyCreation, forbidKeyUpload } from "../../policy/knowledge/keyConstraints";
import { KeyMode, KeySlot, RotationStep } from "../enums";
import type { KeyArgs } from "../keyArgs";
import { slotsAt } from "../plan/rotation";
import { isLater } from "./formats";
import type { Problem } from "./problem";
import { secretProblems } from "./secretRelations";

/** What is wrong between the arguments of `key`. */
export function keyProblems(key: KeyArgs): Problem[] {
  const { mode = KeyMode.Made, step = RotationStep.OnlyA, secret = {}, replaceNow } = key;
  const problems = constraintProblems(key.constraints ?? [], mode);
  if (mode === KeyMode.None)
    return [
      ...problems,
      ...idle(
        key,
        ["publicKeyA", "publicKeyB", "googleSecretManager", "secret", "sinks", "replaceNow"],
        mode,
      ),
    ];
  if (mode === KeyMode.Made) problems.push(...idle(key, ["publicKeyA", "publicKeyB"], mode));
  else problems.push(...uploadProblems(key, step));
  if (key.googleSecretManager === false) {
    problems.push(...idle(key, ["secret"], mode, "key.googleSecretManager is false"));
    if (
      mode === KeyMode.Made &&
      Object.values(key.sinks ?? {}).every((sink) => sink === undefined || isEmpty(sink))
    )
      problems.push({
        property: "key.googleSecretManager",
        reason:
          "is false and there is no other sink, so the key would be kept nowhere but in the state; give one of key.sinks, or leave it out",
      });
  }
  if (replaceNow !== undefined && !slotsAt(step).includes(replaceNow.slot))
    problems.push({
      property: "key.replaceNow.slot",
      reason: `is "${replaceNow.slot}", but at step ${step} that slot holds no key; give the slot of the leaked key, or leave replaceNow out`,
    });
  for (const [i, { properties }] of (key.sinks?.others ?? []).entries())
    if (!Object.values(properties).some((value) => isLater(value) || (value as string).includes("{slot}")))
      problems.push({
        property: `key.sinks.others[${i}].properties`,
        reason:
          "has {slot} in no value, so that a second key would overwrite the first; give it where the secret is named",
      });
  return [...problems, ...secretProblems(secret, "key.secret")];
}

/** Arguments that are given though they have no effect. */
function idle(
  key: KeyArgs,
  names: readonly (keyof KeyArgs)[],
  mode: KeyMode,
  why = `key.mode is "${mode}"`,
): Problem[] {
  const given = names.filter((name) => key[name] !== undefined && !isEmpty(key[name]));
  return given.map((name) => ({
    property: `key.${name}`,
    reason: `has no effect, for ${why}; leave it out`,
  }));
}

/** Whether an object or list holds nothing that is given. */
function isEmpty(value: unknown): boolean {
  if (typeof value !== "object" || value === null || isLater(value)) return false;
  return Object.values(value).every(
    (item) => item === undefined || (Array.isArray(item) && item.length === 0),
  );
}

function uploadProblems(key: KeyArgs, step: RotationStep): Problem[] {
  const needed = slotsAt(step).map((slot) => (slot === KeySlot.A ? "publicKeyA" : "publicKeyB"));
  const missing = needed.filter((name) => key[name] === undefined);
  const problems: Problem[] = missing.map((name) => ({
    property: `key.${name}`,
    reason: `is missing, for key.mode is "uploaded" and step ${step} has that key; give its certificate`,
  }));
  const { publicKeyA, publicKeyB } = key;
  if (publicKeyA !== undefined && publicKeyA === publicKeyB)
    problems.push({
      property: "key.publicKeyB",
      reason: "is the same certificate as key.publicKeyA; give each key a pair of its own",
    });
  return [
    ...problems,
    ...idle(key, ["sinks"], KeyMode.Uploaded, 'key.mode is "uploaded" and the JSON is never in the stack'),
  ];
}

/** What the organisation forbids, and the ways out. */
function constraintProblems(constraints: readonly string[], mode: KeyMode): Problem[] {
  const exemption =
    "or have the organisation's policy administrator exempt this project from the constraint (a tag on the project and a condition on the policy)";
  const found = (names: readonly string[]) => constraints.find((name) => names.includes(name));
  const [creation, upload, accounts] = [forbidKeyCreation, forbidKeyUpload, forbidAccounts].map(found);
  const problems: Problem[] = [];
  const add = (property: string, reason: string) => problems.push({ property, reason });
  if (accounts !== undefined)
    add(
      "key.constraints",
      `holds ${accounts}, by which no service account can be made; make it elsewhere and import it (imports), ${exemption}`,
    );
  if (creation !== undefined && mode === KeyMode.Made)
    add(
      "key.mode",
      `is "made", but ${creation} forbids Google to make keys; ${upload === undefined ? 'give "uploaded", or "none" and bring a key' : 'give "none" and bring a key'}, ${exemption}`,
    );
  if (upload !== undefined && mode === KeyMode.Uploaded)
    add(
      "key.mode",
      `is "uploaded", but ${upload} forbids uploading keys; ${creation === undefined ? 'give "made", or "none" and bring a key' : 'give "none" and bring a key'}, ${exemption}`,
    );
  return problems;
}
