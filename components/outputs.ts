import * as pulumi from "@pulumi/pulumi";
import { expiryConstraint } from "../policy/facts/keyConstraints";
import { products as facts } from "../policy/facts/products";
import { bucket, type Scope, scopeText } from "../policy/iam/scope";
import type { SegmentBigQueryArgs } from "./args/args";
import { defaults } from "./args/defaults";
import { KeyMode, KeySlot, ReadApi, RotationStep } from "./args/enums";
import type { Key } from "./args/key";
import type { Declared } from "./plan/declared";
import { type Id, type Place, placeIds } from "./plan/places";
import type { PlannedState } from "./plan/plan";
import type { Settings } from "./plan/planFor";
import { rotation } from "./plan/rotation";
import type { MadeGrant } from "./resources/grants";
import type { KeptKey, KeptKeys } from "./resources/keys/keys";

/** The keys by name, and where their JSON is. */
export function keyResults({ keys }: KeptKeys) {
  return keys.map(({ slot, state, name, secretVersionName, places }) => ({
    slot,
    state,
    name,
    secretVersionName,
    places: [...places],
  }));
}

/** The key that Segment has, or must get. */
export function enteredKey({ keys }: KeptKeys, { step = defaults.key.step }: Key): KeptKey | undefined {
  return keys.find(({ slot }) => slot === rotation[step].entered);
}

/** In words, where to find the JSON to enter in Segment. */
export function credentialsText(entered: KeptKey | undefined): pulumi.Output<string> {
  if (entered === undefined) return pulumi.output("the JSON key made outside of this stack");
  if (entered.places.length === 0)
    return pulumi.interpolate`the JSON made outside of this stack for key ${entered.name}`;
  return pulumi.all([...entered.places]).apply((places) => `the JSON in ${places.join(", or in ")}`);
}

/** How the JSON of an uploaded key comes into the secret. */
const completed =
  "Complete the JSON of the key with the id that Google gave it, and store it: segment-bigquery key complete --file FILE (the file that key make wrote).";

/** What replacing an uploaded key does not do by itself. */
const samePair =
  "If its certificate is still that of the pair that has leaked, the leaked private key still works: make another pair (segment-bigquery key make) and give its certificate together with another incident.";

/** What to do now, and the step after it. */
export function nextStepResult(kept: KeptKeys, args: Key) {
  const { mode = defaults.key.mode, step = defaults.key.step, replaceNow } = args;
  const entered = enteredKey(kept, args);
  if (mode === KeyMode.None || entered === undefined) return { step: "", todo: [] };
  const { next, back } = rotation[step];
  const handOver = pulumi.interpolate`Hand the key over to Segment: segment-bigquery connect --stack ${pulumi.getStack()}. Or by hand: paste ${credentialsText(entered)} into "Enter your credentials" of the connection, and click "Test Connection".`;
  const old = kept.keys.find(({ slot }) => slot !== entered.slot);
  const todo: pulumi.Input<string>[] = [];
  const uploaded = mode === KeyMode.Uploaded;
  if (replaceNow !== undefined)
    todo.push(
      `The key in slot ${replaceNow.slot} was replaced and its old one deleted (${replaceNow.incident}).`,
      ...(uploaded ? [samePair, completed] : []),
      handOver,
      "Then remove key.replaceNow.",
    );
  if (old === undefined) todo.push(...whenAlone(args, entered, next));
  else if (old.state === "inUse")
    todo.push(
      ...(uploaded ? [completed] : []),
      handOver,
      `Then set key.step to ${next}. To give up the new key instead, set it to ${back}.`,
    );
  else
    todo.push(
      pulumi.interpolate`Disable the old key: segment-bigquery key disable ${old.name}`,
      pulumi.interpolate`Wait until every sync has run. If one fails: segment-bigquery key enable ${old.name}, and set key.step to ${back}.`,
      `Then set key.step to ${next}: the old key is deleted.`,
      ...(uploaded
        ? [
            pulumi.interpolate`Then disable its version in ${kept.secretName}, which only you know: gcloud secrets versions disable.`,
          ]
        : []),
    );
  return { step: next as string, todo };
}

function whenAlone(
  { mode, constraints = [] }: Key,
  { slot, name }: KeptKey,
  next: RotationStep,
): pulumi.Input<string>[] {
  const email = name.apply((full) => full.split("/")[3] ?? "");
  const other = slot === KeySlot.A ? "B" : "A";
  const uploaded = mode === KeyMode.Uploaded;
  const upload = uploaded ? ` together with the certificate of its pair, key.publicKey${other}` : "";
  const hours = constraints.find((name) => name.startsWith(`${expiryConstraint}=`))?.split("=")[1];
  return [
    ...(uploaded ? [`If the JSON of the key is not in the secret yet: ${completed}`] : []),
    pulumi.interpolate`Check that Google has this key alone: pulumi stack export | segment-bigquery key list ${email} --state -. A key that Google refused to delete still works, and the state no longer knows it.`,
    ...(hours === undefined
      ? []
      : [`Google ends the key ${hours} hours after it was created: rotate it before.`]),
    `To rotate, set key.step to ${next}${upload}: a second key is added, and nothing changes for Segment.`,
  ];
}

/** Places in the form in which the policy pack reads them. */
export function placeResults<Of extends Place>(named: readonly { readonly place: Of }[]) {
  return named.map(({ place }) => placeIds(place));
}

/** Models in the form in which the policy pack reads them. */
export function modelsResults({ models }: Declared) {
  return models.map(({ place, operations }) => ({
    ...placeIds(place),
    operations: [...operations] as string[],
  }));
}

/** The state dataset; without a name where no product keeps state. */
export function stateDatasetResult(project: Id, state: PlannedState | undefined) {
  return {
    project,
    dataset: state?.place.dataset ?? "",
    mode: (state?.mode as string | undefined) ?? "none",
  };
}

/** The grants as made. */
export function grantResults(made: readonly MadeGrant[]) {
  return made.map(({ planned, role }) => ({
    scope: pulumi.output(scopeOf(planned.place)).apply(scopeText),
    role,
    permissions: [...planned.permissions],
    reason: planned.reason,
  }));
}

function scopeOf(place: Place): pulumi.Input<Scope> {
  if (place.kind === "bucket")
    return pulumi.output(place.bucket).apply((id): Scope => ({ kind: "other", type: bucket, id }));
  return { kind: place.kind, ...placeIds(place) } as pulumi.Input<Scope>;
}

/** What to enter in Segment, as text: no more of the key than where it is kept. */
export function segmentFormResult(
  { project, location }: Pick<SegmentBigQueryArgs, "project" | "location">,
  { products, readApi }: Settings,
  credentials: pulumi.Output<string>,
) {
  const writing = products.filter((product) => facts[product].writes);
  const ofSource = [
    pulumi.interpolate`Paste ${credentials} into "Enter your credentials".`,
    pulumi.interpolate`Enter ${location} as "Data Location".`,
    ...(readApi === ReadApi.Storage
      ? ["Choose the Storage API for reading, in the connection's settings."]
      : []),
    'Click "Test Connection", then "Create Source".',
  ];
  return {
    credentials,
    dataLocation: location,
    steps: [
      ...(writing.length < products.length ? ofSource : []),
      ...writing.map(
        (product) =>
          pulumi.interpolate`For ${facts[product].title}: enter ${project} as "Project" and ${location} as "Location", paste ${credentials} into "Credentials", and click "Connect".`,
      ),
    ],
  };
}
