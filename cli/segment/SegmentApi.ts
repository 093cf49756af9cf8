import { record, records, text, type JsonRecord } from "../google/json";
import type * as api from "./api";
import { NoAnswer } from "../google/errors";
import type { SegmentClient } from "./SegmentClient";

const escape = encodeURIComponent;

/** The requests that the program makes, each with its answer read into the form of `api.ts`. */
export class SegmentApi {
  constructor(private readonly client: SegmentClient) {}

  async sourceOptions(metadataId: string): Promise<api.CatalogOption[]> {
    const answer = await this.get(`/catalog/sources/${escape(metadataId)}`);
    return optionsIn(record(answer["sourceMetadata"]));
  }

  async warehouseOptions(metadataId: string): Promise<api.CatalogOption[]> {
    const answer = await this.get(`/catalog/warehouses/${escape(metadataId)}`);
    return optionsIn(record(answer["warehouseMetadata"]));
  }

  async sources(): Promise<api.Source[]> {
    return (await this.client.list("/sources", "sources")).map(sourceIn);
  }

  async source(id: string): Promise<api.Source> {
    return sourceIn(record((await this.get(`/sources/${escape(id)}`))["source"]));
  }

  async createSource(body: api.CreateSource): Promise<api.Source> {
    const answer = await this.client.request({ method: "POST", path: "/sources", body });
    return this.whole(sourceIn(record(answer["source"])), "POST /sources");
  }

  async updateSource(id: string, body: api.UpdateSource): Promise<void> {
    await this.client.request({ method: "PATCH", path: `/sources/${escape(id)}`, body });
  }

  async warehouses(): Promise<api.Warehouse[]> {
    return (await this.client.list("/warehouses", "warehouses")).map(warehouseIn);
  }

  async warehouse(id: string): Promise<api.Warehouse> {
    return warehouseIn(record((await this.get(`/warehouses/${escape(id)}`))["warehouse"]));
  }

  async createWarehouse(body: api.CreateWarehouse): Promise<api.Warehouse> {
    const answer = await this.client.request({ method: "POST", path: "/warehouses", body });
    return this.whole(warehouseIn(record(answer["warehouse"])), "POST /warehouses");
  }

  async updateWarehouse(id: string, body: api.UpdateWarehouse): Promise<void> {
    await this.client.request({ method: "PATCH", path: `/warehouses/${escape(id)}`, body });
  }

  /** Has Segment connect with these settings; true where it could. Changes nothing, so it may be repeated. */
  async canConnect(body: api.ValidateWarehouse): Promise<boolean> {
    const path = "/warehouses/validation";
    const answer = await this.client.request({ method: "POST", path, body, safeToRepeat: true });
    return answer["status"] === "CONNECTED";
  }

  async credential(id: string): Promise<api.Credential> {
    const found = record((await this.get(`/credentials/${escape(id)}`))["credential"]);
    return {
      id: text(found["id"]) ?? id,
      name: text(found["name"]) ?? "",
      settings: record(found["settings"]),
    };
  }

  /** Everything that works with a credential: the two lists come in pages of their own. */
  async consumers(id: string): Promise<{ warehouses: api.Warehouse[]; sources: api.Source[] }> {
    const path = `/credentials/${escape(id)}/consumers`;
    const [ofWarehouses, ofSources] = ["warehousesPagination", "sourcesPagination"] as const;
    const warehouses = await this.client.list(path, "warehouses", ofWarehouses, [ofSources]);
    const sources = await this.client.list(path, "sources", ofSources, [ofWarehouses]);
    return { warehouses: warehouses.map(warehouseIn), sources: sources.map(sourceIn) };
  }

  async updateCredential(id: string, body: api.UpdateCredential): Promise<void> {
    await this.client.request({ method: "PATCH", path: `/credentials/${escape(id)}`, body });
  }

  /** The ids of the models of that name on a source. */
  async modelsNamed(name: string, sourceId: string): Promise<string[]> {
    const models = await this.client.list("/reverse-etl-models", "models");
    return models
      .filter((model) => model["name"] === name && model["sourceId"] === sourceId)
      .flatMap((model) => text(model["id"]) ?? []);
  }

  async createModel(body: api.CreateModel): Promise<string> {
    const answer = await this.client.request({ method: "POST", path: "/reverse-etl-models", body });
    const id = text(record(answer["reverseEtlModel"])["id"]);
    if (id === undefined) throw new NoAnswer("POST /reverse-etl-models", "the answer holds no model");
    return id;
  }

  async deleteModel(id: string): Promise<void> {
    await this.client.request({ method: "DELETE", path: `/reverse-etl-models/${escape(id)}` });
  }

  /** Starts a sync that writes to a destination; answers its id. */
  async startSync(body: api.StartSync): Promise<string> {
    const answer = await this.client.request({ method: "POST", path: "/reverse-etl-syncs", body });
    const id = text(record(answer["reverseETLManualSync"])["syncId"]);
    if (id === undefined) throw new NoAnswer("POST /reverse-etl-syncs", "the answer holds no sync");
    return id;
  }

  async syncStatus(modelId: string, syncId: string): Promise<api.SyncStatus> {
    const path = `/reverse-etl-models/${escape(modelId)}/syncs/${escape(syncId)}`;
    const status = record((await this.get(path))["reverseETLSyncStatus"]);
    const extract = record(status["extractPhase"]);
    return {
      syncStatus: text(status["syncStatus"]) ?? "",
      error: text(status["error"]),
      errorCode: text(status["errorCode"]),
      extracted: text(extract["extractCount"]),
      extractErrorCode: text(extract["errorCode"]),
    };
  }

  private get(path: string): Promise<JsonRecord> {
    return this.client.request({ method: "GET", path });
  }

  /** An answer without an id says nothing of what was made. */
  private whole<T extends { id: string }>(made: T, request: string): T {
    if (made.id === "") throw new NoAnswer(request, "the answer holds no id");
    return made;
  }
}

function optionsIn(metadata: JsonRecord): api.CatalogOption[] {
  return records(metadata["options"]).flatMap((option) => {
    const name = text(option["name"]);
    if (name === undefined) return [];
    return {
      name,
      type: text(option["type"]) ?? "",
      required: option["required"] === true,
      label: text(option["label"]),
      description: text(option["description"]),
    };
  });
}

function sourceIn(from: JsonRecord): api.Source {
  return {
    id: text(from["id"]) ?? "",
    slug: text(from["slug"]) ?? "",
    name: text(from["name"]),
    metadataId: text(record(from["metadata"])["id"]) ?? "",
    workspaceId: text(from["workspaceId"]) ?? "",
    enabled: from["enabled"] === true,
    settings: record(from["settings"]),
  };
}

function warehouseIn(from: JsonRecord): api.Warehouse {
  return {
    id: text(from["id"]) ?? "",
    metadataId: text(record(from["metadata"])["id"]) ?? "",
    workspaceId: text(from["workspaceId"]) ?? "",
    enabled: from["enabled"] === true,
    settings: record(from["settings"]),
  };
}
