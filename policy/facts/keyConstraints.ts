/**
 * Constraints of Google Cloud's organization policy on service accounts and their keys. Organizations created since
 * May 2024 enforce the ones on creating and uploading keys by default.
 *
 * Source: https://cloud.google.com/resource-manager/docs/organization-policy/restricting-service-accounts, read
 * August 2026.
 */
export const forbidKeyCreation: readonly string[] = [
  "iam.disableServiceAccountKeyCreation",
  "iam.managed.disableServiceAccountKeyCreation",
];

export const forbidKeyUpload: readonly string[] = [
  "iam.disableServiceAccountKeyUpload",
  "iam.managed.disableServiceAccountKeyUpload",
];

export const forbidAccounts: readonly string[] = [
  "iam.disableServiceAccountCreation",
  "iam.managed.disableServiceAccountCreation",
];

/** Constraints that are either enforced or not. */
export const constraintNames: readonly string[] = [
  ...forbidKeyCreation,
  ...forbidKeyUpload,
  ...forbidAccounts,
];

/** Ends a new key after so many hours. */
export const expiryConstraint = "iam.serviceAccountKeyExpiryHours";

export const expiryHours: readonly number[] = [1, 8, 24, 168, 336, 720, 1440, 2160];
