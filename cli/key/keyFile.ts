import type { AccountName } from "./names";

/**
 * Google's JSON key file, as Segment and Google's libraries read it.
 *
 * https://cloud.google.com/iam/docs/keys-create-delete#creating
 */
export function keyFile(
  account: AccountName,
  key: { id: string; privateKey: string; clientId: string },
): string {
  const content = {
    type: "service_account",
    project_id: account.project,
    private_key_id: key.id,
    private_key: key.privateKey,
    client_email: account.email,
    client_id: key.clientId,
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
    auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
    client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(account.email)}`,
    universe_domain: "googleapis.com",
  };
  return JSON.stringify(content, null, 2) + "\n";
}
