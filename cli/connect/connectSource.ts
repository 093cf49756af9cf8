import { ActionRefused } from "../errors";
import { NoAnswer } from "../google/errors";
import { SegmentRefusal } from "../segment/SegmentClient";
import { bigQuerySource, type Source } from "../segment/api";
import { type ConnectContext, waitUntil } from "./ConnectContext";
import { hideAll, type Outcome } from "./outcome";
import { sameSettings, type Wanted } from "./settings";

/**
 * Creates the Reverse ETL source, or gives the one that is there its settings. Running it twice does no harm.
 *
 * @returns the outcome, and the source where there is one by now
 * @throws ActionRefused, SegmentRefusal, NoAnswer
 */
export async function connectSource(
  context: ConnectContext,
  wanted: Wanted,
): Promise<Outcome & { source?: Source }> {
  const { segment, options, connection, hiddenKey } = context;
  const existing = await findSource(context);
  if (options.dryRun) {
    const shown = { ...wanted.visible, ...hideAll(wanted.secret, hiddenKey) };
    const request = existing
      ? { method: "PATCH", path: `/sources/${existing.id}`, body: { settings: shown } }
      : { method: "POST", path: "/sources", body: { ...newSource(options.slug), settings: shown } };
    return {
      done: [`Would ${existing ? "update" : "create"} the source ${existing?.slug ?? options.slug}.`],
      left: wanted.left,
      next: [],
      requests: [request],
      data: {},
      source: existing,
    };
  }
  const { source, created } = existing
    ? await update(context, existing, wanted)
    : await create(context, wanted);
  const { seen, there } = await waitUntil(
    () => segment.source(source.id),
    ({ settings }) => sameSettings(wanted.visible, settings),
    { pause: context.pause, limit: options.wait * 1000 },
  );
  if (!there)
    throw new ActionRefused(
      `Segment took the settings of source ${seen.slug} (${seen.id}), but does not show them after ${options.wait} seconds.`,
      ["Look at the source's settings in Segment, or run the same again: it does no harm."],
    );
  return {
    done: [
      `${created ? "Created" : "Updated"} the source ${seen.slug} (${seen.id}): location ${connection.location}, ${options.credential === undefined ? hiddenKey : `credential ${options.credential}`}.`,
      "Segment does not show the key that it holds: the next sync, or --test-model, shows that it works.",
      ...(seen.enabled ? [] : ["The source stays disabled in Segment."]),
    ],
    left: wanted.left,
    next: [],
    requests: [],
    data: { source: { id: seen.id, slug: seen.slug, workspaceId: seen.workspaceId, created } },
    source: seen,
  };
}

/** The source by its id, or by its slug among all of the workspace. */
async function findSource({ segment, options }: ConnectContext): Promise<Source | undefined> {
  const found =
    options.sourceId === undefined
      ? (await segment.sources()).find(({ slug }) => slug === options.slug)
      : await segment.source(options.sourceId);
  if (found && found.metadataId !== bigQuerySource)
    throw new ActionRefused(
      `The source ${found.slug} (${found.id}) is not a BigQuery source for Reverse ETL (its catalog id is ${found.metadataId}).`,
      ["Choose another --slug, or name the right source with --source-id."],
    );
  return found;
}

function newSource(slug: string): { slug: string; enabled: boolean; metadataId: string } {
  return { slug, enabled: true, metadataId: bigQuerySource };
}

async function update(
  { segment }: ConnectContext,
  source: Source,
  { visible, secret }: Wanted,
): Promise<{ source: Source; created: boolean }> {
  // A PATCH merges: the Terraform provider sends null for a setting that is to go (version 1.6.0).
  await segment.updateSource(source.id, { settings: { ...visible, ...secret } });
  return { source, created: false };
}

async function create(
  context: ConnectContext,
  wanted: Wanted,
): Promise<{ source: Source; created: boolean }> {
  const settings = { ...wanted.visible, ...wanted.secret };
  try {
    const source = await context.segment.createSource({ ...newSource(context.options.slug), settings });
    return { source, created: true };
  } catch (error) {
    const taken = error instanceof SegmentRefusal && error.facts.status === 409;
    if (!taken && !(error instanceof NoAnswer)) throw error;
    // Somebody else was faster, or the answer was lost: what is there by now is ours to update.
    const there = await findSource(context);
    if (there) return update(context, there, wanted);
    if (taken)
      throw new ActionRefused(
        `Segment says that the source ${context.options.slug} is there (409), but does not list it for this token: ${error.facts.messages.join("; ")}`,
        ["Choose another --slug, or use a token that sees all sources of the workspace."],
      );
    throw error;
  }
}
