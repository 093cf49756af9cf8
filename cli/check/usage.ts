/** What `segment-bigquery check --help` prints. */
export const usage = `Usage: segment-bigquery check --key-file FILE --project P --location L [--source S ...] [options]

Tries with a key all that Segment does with BigQuery, says what is missing and how to mend it, and what the key can
do that it should not. Changes nothing, unless --write is given.

The key (one of):
  --key-file FILE       a service account's JSON key; - reads standard input
  --key-secret NAME     projects/P/secrets/S[/versions/V] in Secret Manager, read with your own credentials:
                        GOOGLE_OAUTH_ACCESS_TOKEN, or gcloud auth application-default login

What Segment is to do:
  --project P           the project in which Segment runs its queries
  --location L          Segment's Data Location, such as US, EU or europe-west1
  --source S            project, project.dataset or project.dataset.table that it reads; repeat for more
  --state-dataset D     dataset or project.dataset of sync state (default __segment_reverse_etl)
  --segment-creates-state-dataset
                        Segment makes the state dataset itself
  --read-api A          rest (default) or storage
  --model M:OPS         project.dataset.model:OPERATION,... (create, replace, delete, drop, get, list, updateMetadata,
                        updateExpiration, evaluate, predict, export); repeat for more
  --profile N           what the key may hold at most: documented (default) or minimal

How:
  --write               make, fill, read, change and remove a probe table in the state dataset
  --tables N            tables tried in each source dataset (default 20)
  --timeout S           seconds for one request (default 30)
  --json                the report as JSON

Exit code: 0 all well, 1 something missing, wrong or too much, 2 bad usage or no answer.
`;
