/** Types in which texts lie open, and in which a key is most often found. */
export const plainPlaces: readonly string[] = [
  "pulumi:pulumi:Stack",
  "kubernetes:core/v1:ConfigMap",
  "kubernetes:core/v1:ConfigMapPatch",
  "gcp:storage/bucketObject:BucketObject",
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
  "gcp:cloudfunctions/function:Function",
  "gcp:cloudfunctionsv2/function:Function",
  "gcp:cloudrun/service:Service",
  "gcp:cloudrunv2/service:Service",
  "gcp:cloudrunv2/job:Job",
  "gcp:compute/instance:Instance",
  "gcp:compute/instanceTemplate:InstanceTemplate",
  "gcp:compute/projectMetadata:ProjectMetadata",
  "gcp:appengine/standardAppVersion:StandardAppVersion",
];
