import type { CreateReverseETLManualSyncInput } from "@segment/public-api-sdk-typescript/dist/model/createReverseETLManualSyncInput";
import type { CreateReverseEtlModelInput } from "@segment/public-api-sdk-typescript/dist/model/createReverseEtlModelInput";
import type { CreateSourceV1Input } from "@segment/public-api-sdk-typescript/dist/model/createSourceV1Input";
import type { CreateValidationInWarehouseV1Input } from "@segment/public-api-sdk-typescript/dist/model/createValidationInWarehouseV1Input";
import type { CreateWarehouseV1Input } from "@segment/public-api-sdk-typescript/dist/model/createWarehouseV1Input";
import type { UpdateSourceV1Input } from "@segment/public-api-sdk-typescript/dist/model/updateSourceV1Input";
import type { UpdateWarehouseV1Input } from "@segment/public-api-sdk-typescript/dist/model/updateWarehouseV1Input";
import type * as api from "../../../cli/segment/api";

/** Compiles only where a body is one that Segment publishes, without a field that Segment does not know. */
type Body<Published, Ours extends Published> =
  Exclude<keyof Ours, keyof Published> extends never ? Ours : never;

type Accepts<Published, Ours extends Published> = [Body<Published, Ours>] extends [never] ? never : true;

/**
 * The program's bodies against the published types of Segment's Public API.
 *
 * The registry's newest version (47.0.0) is older than the Credentials API of July 2026, whose bodies `api.ts` takes
 * from the repository's version 73.2.0.
 */
export const bodies: {
  createSource: Accepts<CreateSourceV1Input, api.CreateSource>;
  updateSource: Accepts<UpdateSourceV1Input, api.UpdateSource>;
  createWarehouse: Accepts<CreateWarehouseV1Input, api.CreateWarehouse>;
  updateWarehouse: Accepts<UpdateWarehouseV1Input, api.UpdateWarehouse>;
  validateWarehouse: Accepts<CreateValidationInWarehouseV1Input, api.ValidateWarehouse>;
  /** Version 73.2.0 keeps the schedule with the destination's subscription, no longer with the model. */
  createModel: Accepts<
    Omit<CreateReverseEtlModelInput, "scheduleStrategy" | "scheduleConfig">,
    api.CreateModel
  >;
  startSync: Accepts<CreateReverseETLManualSyncInput, api.StartSync>;
} = {
  createSource: true,
  updateSource: true,
  createWarehouse: true,
  updateWarehouse: true,
  validateWarehouse: true,
  createModel: true,
  startSync: true,
};
