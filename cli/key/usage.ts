/** What `segment-bigquery key --help` prints. */
export const usage = `Usage: segment-bigquery key <action> [options]

The life of the service account's key, as far as a stack cannot lead it. No action prints a private key.

A key that Google never sees the private half of (key.mode uploaded):
  make --account EMAIL --slot a|b --file FILE [--days N] [--bits N]
                        make an RSA pair; FILE, readable by you alone, holds the private half, FILE.crt the
                        certificate for the stack (key.publicKeyA or B); ends after N days (default 120),
                        2048 bits or more
  upload --file FILE    upload the certificate without a stack (key.mode none)
  complete --file FILE [--secret projects/P/secrets/S] [--key-id KEY]
                        when Google has the certificate: complete the JSON key, store it in Secret Manager
                        (default: the secret ACCOUNT-key of the account's project), and remove FILE

Rotation and its leftovers (KEY is projects/P/serviceAccounts/EMAIL/keys/ID, as the stack's outputs have it):
  list EMAIL [--state FILE ...] [--known KEY ...]
                        the keys at Google, compared with those of stacks: FILE is what pulumi stack export
                        prints, - is standard input
  disable KEY [--force] the old key, once Segment has the new one; not the last valid one unless forced
  enable KEY            take that back
  delete KEY [--state FILE ...] [--force]
                        an orphan, for good; not one that is enabled or in FILE, nor when no other key is
                        valid, unless forced

Emergency:
  revoke KEY            a leaked key: disable it at once, and say what to do next
  disable-account EMAIL the account out of use, with its keys and tokens
  enable-account EMAIL  take that back

For all:
  --json                the outcome as JSON

Your own credentials are used: GOOGLE_OAUTH_ACCESS_TOKEN, or gcloud auth application-default login.

Exit code: 0 done, 1 not done or something found, for a reason given, 2 bad usage, refused or no answer.
`;
