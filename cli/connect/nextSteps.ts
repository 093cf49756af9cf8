import type { StackSettings } from "../stackSettings";
import { Stopped } from "./outcome";

/**
 * What to do after Segment has the key, as the stack's rotation stands.
 *
 * @param stackName for the commands
 */
export function nextSteps({ keys, nextStep }: StackSettings, stackName: string): string[] {
  const set = `pulumi config set keyStep ${nextStep} --stack ${stackName} && pulumi up --stack ${stackName}`;
  if (nextStep !== "" && keys.some(({ state }) => state === "entering"))
    return [
      "Wait until a sync of Segment has run with the new key; the old one still works.",
      `Then let the old key go: ${set}`,
    ];
  const retiring = keys.find(({ state }) => state === "retiring");
  if (nextStep !== "" && retiring)
    return [
      `Disable the old key: segment-bigquery key disable ${retiring.name}`,
      `When every sync has run: ${set}`,
    ];
  return ["In Segment, add a model to the source and connect a destination."];
}

/**
 * Refuses a key that is not the one the stack means: a secret's version may hold another.
 *
 * @throws Stopped
 */
export function requireStackKey({ keys, name }: StackSettings, keyId: string): void {
  const meant = keys.find(({ state }) => state === "entering") ?? keys.find(({ state }) => state === "inUse");
  if (meant === undefined || meant.name.endsWith(`/keys/${keyId}`)) return;
  throw new Stopped(
    `The key ${keyId} is not the one that ${name} means for Segment: ${meant.name} (slot ${meant.slot}).`,
    [
      "Name the version that holds it with --key-secret. In mode uploaded, run `segment-bigquery key complete` first.",
    ],
  );
}
