import * as pulumi from "@pulumi/pulumi";
import { ReadApi } from "../enums";

/** What to enter in Segment, as text: no more of the key than where it is kept. */
export function segmentFormResult(
  location: pulumi.Input<string>,
  readApi: ReadApi,
  credentials: pulumi.Output<string>,
) {
  return {
    credentials,
    dataLocation: location,
    steps: [
      pulumi.interpolate`Paste ${credentials} into "Enter your credentials".`,
      pulumi.interpolate`Enter ${location} as "Data Location".`,
      ...(readApi === ReadApi.Storage
        ? ["Choose the Storage API for reading, in the connection's settings."]
        : []),
      'Click "Test Connection", then "Create Source".',
    ],
  };
}
