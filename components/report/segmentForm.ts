import * as pulumi from "@pulumi/pulumi";

/** What to enter in Segment, as text: no more of the key than where it is kept. */
export function segmentFormResult(location: pulumi.Input<string>, credentials: pulumi.Output<string>) {
  return {
    credentials,
    dataLocation: location,
    steps: [
      pulumi.interpolate`Paste ${credentials} into "Enter your credentials".`,
      pulumi.interpolate`Enter ${location} as "Data Location".`,
      'Click "Test Connection", then "Create Source".',
    ],
  };
}
