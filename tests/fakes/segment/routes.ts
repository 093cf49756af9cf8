import type { CreateSourceV1Output } from "@segment/public-api-sdk-typescript/dist/model/createSourceV1Output";
import type { PaginationOutput } from "@segment/public-api-sdk-typescript/dist/model/paginationOutput";
import type { SourceMetadataV1 } from "@segment/public-api-sdk-typescript/dist/model/sourceMetadataV1";
import type { WarehouseV1 } from "@segment/public-api-sdk-typescript/dist/model/warehouseV1";
import { SegmentError } from "./SegmentError";
import { shownSettings, type Held, type Json, type SegmentState, type TokenRole } from "./state";

/** One request on its way through the fake. */
export interface Call {
  state: SegmentState;
  role: TokenRole;
  id: string;
  query: URLSearchParams;
  body: Json;
}

interface Route {
  method: string;
  pattern: RegExp;
  /** The roles that may call it; the others are answered 401, as Segment does. @default - every role */
  roles?: TokenRole[];
  handle(call: Call): Json;
}

const writers: TokenRole[] = ["Workspace Owner", "Source Admin"];

/** The paths of Segment's Public API that the program uses, and no other. */
export const routes: Route[] = [
  {
    method: "GET",
    pattern: /^\/catalog\/sources\/(?<id>[^/]+)$/,
    handle: ({ state, id }) => ({ sourceMetadata: metadata(state, id) }),
  },
  {
    method: "GET",
    pattern: /^\/catalog\/warehouses\/(?<id>[^/]+)$/,
    handle: ({ state, id }) => ({ warehouseMetadata: metadata(state, id) }),
  },
  {
    method: "GET",
    pattern: /^\/sources$/,
    handle: (call) =>
      page(
        call,
        "sources",
        call.state.sources.map((held) => sourceOf(call.state, held)),
      ),
  },
  {
    method: "POST",
    pattern: /^\/sources$/,
    roles: writers,
    handle: ({ state, body }) => {
      need(body, { slug: "string", enabled: "boolean", metadataId: "string" });
      if (state.sources.some(({ slug }) => slug === body["slug"]))
        throw new SegmentError(409, "conflict", "A source with this slug exists already.", "slug");
      const made = make(state, "src", String(body["slug"]), body);
      state.sources.push(made);
      return { source: sourceOf(state, made) } satisfies { source: CreateSourceV1Output["source"] };
    },
  },
  {
    method: "GET",
    pattern: /^\/sources\/(?<id>[^/]+)$/,
    handle: ({ state, id }) => {
      const source = sourceOf(state, one(state.sources, id));
      if (state.staleReads-- > 0) source.settings = { location: "somewhere before" };
      return { source };
    },
  },
  {
    method: "PATCH",
    pattern: /^\/sources\/(?<id>[^/]+)$/,
    roles: writers,
    handle: ({ state, id, body }) => ({ source: sourceOf(state, merge(one(state.sources, id), body)) }),
  },
  {
    method: "GET",
    pattern: /^\/warehouses$/,
    handle: (call) =>
      page(
        call,
        "warehouses",
        call.state.warehouses.map((held) => warehouseOf(call.state, held)),
      ),
  },
  {
    method: "POST",
    pattern: /^\/warehouses$/,
    roles: writers,
    handle: ({ state, body }) => {
      need(body, { metadataId: "string", settings: "object" });
      const made = make(state, "wh", String(body["name"]), body);
      state.warehouses.push(made);
      return { warehouse: warehouseOf(state, made) };
    },
  },
  {
    method: "POST",
    pattern: /^\/warehouses\/validation$/,
    handle: ({ state, body }) => {
      need(body, { metadataId: "string", settings: "object" });
      return { status: connects(state, body["settings"] as Json) ? "CONNECTED" : "FAILED" };
    },
  },
  {
    method: "GET",
    pattern: /^\/warehouses\/(?<id>[^/]+)$/,
    handle: ({ state, id }) => ({ warehouse: warehouseOf(state, one(state.warehouses, id)) }),
  },
  {
    method: "PATCH",
    pattern: /^\/warehouses\/(?<id>[^/]+)$/,
    roles: writers,
    handle: ({ state, id, body }) => ({
      warehouse: warehouseOf(state, merge(one(state.warehouses, id), body)),
    }),
  },
  {
    method: "GET",
    pattern: /^\/credentials\/(?<id>[^/]+)$/,
    handle: ({ state, id }) => ({ credential: credentialOf(one(state.credentials, id)) }),
  },
  {
    method: "PATCH",
    pattern: /^\/credentials\/(?<id>[^/]+)$/,
    roles: ["Workspace Owner"],
    handle: ({ state, id, body }) => ({ credential: credentialOf(merge(one(state.credentials, id), body)) }),
  },
  {
    method: "GET",
    pattern: /^\/credentials\/(?<id>[^/]+)\/consumers$/,
    handle: (call) => {
      const uses = ({ settings }: Held): boolean => settings["credential_id"] === call.id;
      const { state } = call;
      return {
        ...page(
          call,
          "warehouses",
          state.warehouses.filter(uses).map((held) => warehouseOf(state, held)),
          "warehousesPagination",
        ),
        ...page(
          call,
          "sources",
          state.sources.filter(uses).map((held) => sourceOf(state, held)),
          "sourcesPagination",
        ),
      };
    },
  },
  {
    method: "GET",
    pattern: /^\/reverse-etl-models$/,
    handle: (call) => page(call, "models", call.state.models),
  },
  {
    method: "POST",
    pattern: /^\/reverse-etl-models$/,
    roles: writers,
    handle: ({ state, body }) => {
      const texts = { sourceId: "string", name: "string", description: "string", query: "string" } as const;
      need(body, { ...texts, enabled: "boolean", queryIdentifierColumn: "string" });
      const model = { ...(body as unknown as SegmentState["models"][number]), id: `mdl${state.nextId++}` };
      state.models.push(model);
      return { reverseEtlModel: model };
    },
  },
  {
    method: "DELETE",
    pattern: /^\/reverse-etl-models\/(?<id>[^/]+)$/,
    roles: writers,
    handle: ({ state, id }) => {
      const model = one(state.models, id);
      state.models = state.models.filter((other) => other !== model);
      return { status: "SUCCESS" };
    },
  },
  {
    method: "POST",
    pattern: /^\/reverse-etl-syncs$/,
    roles: writers,
    handle: ({ state, body }) => {
      need(body, { sourceId: "string", modelId: "string", subscriptionId: "string" });
      one(state.models, String(body["modelId"]));
      return { reverseETLManualSync: { syncId: "sync1", startedAt: "2026-11-28T12:00:00Z" } };
    },
  },
  {
    method: "GET",
    pattern: /^\/reverse-etl-models\/(?<id>[^/]+)\/syncs\/[^/]+$/,
    handle: ({ state, id }) => {
      one(state.models, id);
      const status = state.syncs.length > 1 ? state.syncs.shift() : state.syncs[0];
      return { reverseETLSyncStatus: { modelId: id, ...status } };
    },
  },
];

function metadata(state: SegmentState, id: string): SourceMetadataV1 {
  const entry = state.catalog.get(id);
  if (!entry) throw new SegmentError(404, "not-found", "No such catalog item.");
  return {
    id,
    name: entry.name,
    slug: entry.name.toLowerCase(),
    description: "",
    logos: { default: "" },
    options: entry.options,
    categories: [],
    isCloudEventSource: false,
  };
}

function sourceOf(
  state: SegmentState,
  { id, slug, enabled, metadataId, settings }: Held,
): CreateSourceV1Output["source"] {
  return {
    id,
    slug,
    name: slug,
    metadata: metadata(state, metadataId),
    workspaceId: "ws1",
    enabled,
    writeKeys: [],
    settings: shownSettings(settings),
    labels: [],
  };
}

function warehouseOf(state: SegmentState, { id, enabled, metadataId, settings }: Held): WarehouseV1 {
  return {
    id,
    metadata: metadata(state, metadataId),
    workspaceId: "ws1",
    enabled,
    settings: shownSettings(settings),
  };
}

function credentialOf({ id, slug, settings }: Held): Json {
  return {
    id,
    name: slug,
    workspaceId: "ws1",
    settings: shownSettings(settings),
    createdAt: "",
    updatedAt: "",
  };
}

function make(state: SegmentState, prefix: string, slug: string, body: Json): Held {
  const metadataId = String(body["metadataId"]);
  const entry = state.catalog.get(metadataId);
  if (!entry) throw new SegmentError(422, "input-validation", '"metadataId" is unknown', "metadataId");
  const settings = (body["settings"] ?? {}) as Json;
  for (const name of Object.keys(settings))
    if (!entry.options.some((option) => option.name === name))
      throw new SegmentError(422, "input-validation", `"${name}" is not allowed`, `settings.${name}`);
  return { id: `${prefix}${state.nextId++}`, slug, metadataId, enabled: body["enabled"] === true, settings };
}

/** A PATCH merges settings; null takes one away. */
function merge(held: Held, body: Json): Held {
  const settings = Object.entries({ ...held.settings, ...(body["settings"] as Json | undefined) });
  held.settings = Object.fromEntries(settings.filter(([, value]) => value !== null));
  return held;
}

function one<T extends { id: string }>(all: readonly T[], id: string): T {
  const found = all.find((held) => held.id === id);
  if (!found) throw new SegmentError(404, "not-found", `Nothing with the id ${id}.`);
  return found;
}

function need(body: Json, fields: Record<string, string>): void {
  for (const [name, type] of Object.entries(fields))
    if (typeof body[name] !== type)
      throw new SegmentError(422, "input-validation", `"${name}" is required`, name);
}

function connects(state: SegmentState, settings: Json): boolean {
  const shared = state.credentials.find(({ id }) => id === settings["credential_id"]);
  const key = JSON.stringify([settings, shared?.settings]);
  return [...state.workingKeys].some((id) => key.includes(id));
}

/** A page of a list, of two items at most so that tests see several. */
function page(call: Call, name: string, all: unknown[], parameter = "pagination"): Json {
  if (!call.query.has(`${parameter}.count`))
    throw new SegmentError(422, "input-validation", `"${parameter}" is required`, parameter);
  const start = Number(call.query.get(`${parameter}.cursor`) ?? 0);
  const pagination: PaginationOutput = {
    current: String(start),
    ...(start + 2 < all.length && { next: String(start + 2) }),
    totalEntries: all.length,
  };
  return { [name]: all.slice(start, start + 2), [parameter]: pagination };
}
