import { ActionRefused } from "../errors";
import type { Credential, Settings } from "../segment/api";
import type { ConnectContext } from "./ConnectContext";
import { hideAll, type Outcome } from "./outcome";
import { byHand, findCredentialsSetting } from "./settings";

/**
 * Gives a shared credential the key. Everything that uses it changes at once, so that is listed first, and done with
 * `--yes` only.
 *
 * @throws ActionRefused, SegmentRefusal, NoAnswer
 */
export async function updateCredential(context: ConnectContext, id: string): Promise<Outcome> {
  const { segment, options, hiddenKey } = context;
  const credential = await segment.credential(id);
  const { type, key } = credentialSettings(credential, context);
  const consumers = await segment.consumers(id);
  const names = [
    ...consumers.sources.map(({ slug, id }) => `source ${slug} (${id})`),
    ...consumers.warehouses.map(({ id }) => `warehouse ${id}`),
  ];
  const used = `The credential ${credential.name} (${id}) is used by ${names.length === 0 ? "nothing yet" : names.join(", ")}.`;
  if (options.dryRun) {
    const shown = { type, ...hideAll(key, hiddenKey) };
    const request = { method: "PATCH", path: `/credentials/${id}`, body: { settings: shown } };
    return {
      done: [used, "Would update it."],
      left: [],
      next: [],
      requests: [request],
      data: { consumers: names },
    };
  }
  if (names.length > 0 && !options.yes)
    throw new ActionRefused(`${used} All of them would use ${hiddenKey} at once. Nothing was changed.`, [
      "If that is right, run the same again with --yes.",
    ]);
  await segment.updateCredential(id, { settings: { type, ...key } });
  return {
    done: [used, `Updated it: all of them use ${hiddenKey} from now on.`],
    left: [],
    next: [],
    requests: [],
    data: { credential: { id, name: credential.name }, consumers: names },
  };
}

/** The type as it is, and the key in the one setting that holds one now; its name is documented for Snowflake only. */
function credentialSettings(
  { id, settings }: Credential,
  { options, keyText }: ConnectContext,
): { type: string; key: Settings } {
  const type = settings["type"];
  if (typeof type !== "string" || !/big ?query/i.test(type))
    throw new ActionRefused(
      `The credential ${id} is not one for BigQuery: its type is ${typeof type === "string" ? `"${type}"` : "not told"}.`,
      ["Name another with --credential."],
    );
  const held = Object.keys(settings).filter((name) => name !== "type");
  const found = findCredentialsSetting(
    held.map((name) => ({ name, type: typeof settings[name], required: false })),
    options.named.credentials,
  );
  if ("option" in found) return { type, key: { [found.option.name]: keyText } };
  throw new ActionRefused(
    `Which setting of credential ${id} takes the key is unknown: Segment shows ${held.length === 0 ? "none" : held.join(", ")}.`,
    ["Name it with --credentials-setting.", ...byHand],
  );
}
