/** What `adopt --help` prints. */
export const usage = `Usage: segment-bigquery adopt --project <id> [options]

Reads what was set up by hand for Segment in a project, with your own credentials, and writes what a stack needs to take
it over: its config, the file for pulumi import, commands that remove what is beyond need, and notes. Changes nothing at
Google, and never asks for a table's rows or a secret's content.

Options:
  --project <id>            the project that holds Segment's account
  --service-account <email> Segment's account (default: the one whose id, name or description says Segment)
  --source <place>          project, project.dataset or project.dataset.table that Segment is to read; repeat for more
                            (default: where it may read today)
  --location <location>     Segment's Data Location (default: where the state dataset or the sources lie)
  --profile <profile>       documented or minimal (default: what the account's roles look like)
  --read-api <api>          REST or STORAGE (default: what the account's roles look like)
  --state-dataset <id>      the dataset that keeps the state (default: __segment_reverse_etl)
  -o, --out <directory>     write the files there; without it nothing is written, and a summary is printed
  --force                   replace files that are there
  -s, --stack <name>        name of the stack (default: adopted)
  --pulumi-project <name>   name in Pulumi.yaml (default: segment-bigquery)
  --name <name>             name of the SegmentBigQuery in the program (default: segment)
  --json                    print one JSON object instead of the summary
  -h, --help                print this

Files: Pulumi.<stack>.yaml, import.json, remove-excess.sh, adoption.md.

Credentials: GOOGLE_OAUTH_ACCESS_TOKEN, or \`gcloud auth application-default login\`. To read all of it you need
roles/iam.securityReviewer and roles/bigquery.metadataViewer on the project; what you may not read is listed.

Exit codes:
  0   what is there was read, and the files are written
  2   the arguments cannot be run, or the project cannot be read
`;
