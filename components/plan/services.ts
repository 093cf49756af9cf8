import { KeyMode, ReadApi } from "../enums";
import type { Settings } from "./settings";

/** The services of Google Cloud that the component's resources and Segment's queries go through. */
export function servicesNeeded({ readApi, keyMode }: Settings): string[] {
  return [
    "bigquery.googleapis.com",
    ...(readApi === ReadApi.Storage ? ["bigquerystorage.googleapis.com"] : []),
    "cloudresourcemanager.googleapis.com",
    "iam.googleapis.com",
    ...(keyMode === KeyMode.None ? [] : ["secretmanager.googleapis.com"]),
  ];
}
