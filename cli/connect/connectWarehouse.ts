import { ActionRefused } from "../errors";
import { NoAnswer } from "../google/errors";
import { bigQueryWarehouse, type Warehouse } from "../segment/api";
import { type ConnectContext, waitUntil } from "./ConnectContext";
import { hideAll, type Outcome } from "./outcome";
import { sameSettings, type Wanted } from "./settings";

/**
 * Creates the storage destination or gives the one that is there its settings, after Segment has connected with them.
 *
 * @throws ActionRefused, SegmentRefusal, NoAnswer
 */
export async function connectWarehouse(context: ConnectContext, wanted: Wanted): Promise<Outcome> {
  const { segment, options, connection, hiddenKey } = context;
  const existing = await findWarehouse(context);
  if (options.dryRun) {
    const settings = { ...wanted.visible, ...hideAll(wanted.secret, hiddenKey) };
    const request = existing
      ? { method: "PATCH", path: `/warehouses/${existing.id}`, body: { settings } }
      : { method: "POST", path: "/warehouses", body: { ...newWarehouse(options.slug), settings } };
    return {
      done: [
        `Would ${existing ? `update the warehouse ${existing.id}` : `create the warehouse ${options.slug}`}.`,
      ],
      left: wanted.left,
      next: [],
      requests: [request],
      data: {},
    };
  }
  const settings = { ...wanted.visible, ...wanted.secret };
  if (!(await segment.canConnect({ metadataId: bigQueryWarehouse, settings })))
    throw new ActionRefused(
      "Segment could not connect to BigQuery with these settings (its validation says FAILED, without a reason). Nothing was changed.",
      [
        `Try the key as Segment would: segment-bigquery check --key-file FILE --project ${connection.project} --location ${connection.location}`,
        "A key that Google made a moment ago may not work everywhere yet: run the same again in a minute.",
      ],
    );
  const { warehouse, created } = existing
    ? await update(context, existing, wanted)
    : await create(context, wanted);
  const { there } = await waitUntil(
    () => segment.warehouse(warehouse.id),
    (seen) => sameSettings(wanted.visible, seen.settings),
    { pause: context.pause, limit: options.wait * 1000 },
  );
  if (!there)
    throw new ActionRefused(
      `Segment took the settings of warehouse ${warehouse.id}, but does not show them after ${options.wait} seconds.`,
      ["Look at the warehouse's settings in Segment, or run the same again: it does no harm."],
    );
  return {
    done: [
      "Segment connected to BigQuery with these settings.",
      `${created ? "Created" : "Updated"} the warehouse ${warehouse.id}: project ${connection.project}, location ${connection.location}, ${options.credential === undefined ? hiddenKey : `credential ${options.credential}`}.`,
    ],
    left: wanted.left,
    next: [],
    requests: [],
    data: { warehouse: { id: warehouse.id, workspaceId: warehouse.workspaceId, created } },
  };
}

/** The warehouse by its id, or the only one of BigQuery with this project. */
async function findWarehouse({
  segment,
  options,
  connection,
}: ConnectContext): Promise<Warehouse | undefined> {
  if (options.warehouseId !== undefined) {
    const found = await segment.warehouse(options.warehouseId);
    if (found.metadataId === bigQueryWarehouse) return found;
    throw new ActionRefused(
      `The warehouse ${found.id} is not BigQuery (its catalog id is ${found.metadataId}).`,
      ["Name the right one with --warehouse-id."],
    );
  }
  const [found, ...others] = (await segment.warehouses()).filter(
    ({ metadataId, settings }) =>
      metadataId === bigQueryWarehouse && settings["gc-project"] === connection.project,
  );
  if (found && others.length > 0)
    throw new ActionRefused(
      `${others.length + 1} BigQuery warehouses of the workspace use the project ${connection.project}: ${[found, ...others].map(({ id }) => id).join(", ")}.`,
      ["Name one with --warehouse-id."],
    );
  return found;
}

function newWarehouse(name: string): { metadataId: string; name: string; enabled: boolean } {
  return { metadataId: bigQueryWarehouse, name, enabled: true };
}

async function update(
  { segment }: ConnectContext,
  warehouse: Warehouse,
  { visible, secret }: Wanted,
): Promise<{ warehouse: Warehouse; created: boolean }> {
  await segment.updateWarehouse(warehouse.id, { settings: { ...visible, ...secret } });
  return { warehouse, created: false };
}

async function create(
  context: ConnectContext,
  wanted: Wanted,
): Promise<{ warehouse: Warehouse; created: boolean }> {
  const settings = { ...wanted.visible, ...wanted.secret };
  try {
    const warehouse = await context.segment.createWarehouse({
      ...newWarehouse(context.options.slug),
      settings,
    });
    return { warehouse, created: true };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    // The answer was lost: a warehouse that is there by now is ours to update.
    const there = await findWarehouse(context);
    if (there) return update(context, there, wanted);
    throw error;
  }
}
