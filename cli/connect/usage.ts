/** What `segment-bigquery connect --help` prints. */
export const usage = `Usage: segment-bigquery connect --stack NAME [options]
       segment-bigquery connect --project P --location L --key-file FILE [options]

Connects Segment to BigQuery through Segment's API: fetches the key, tries it with check, and creates the source in
Segment or gives the one that is there its location and key. Doing it twice is doing it once. At rotation steps add-b and
add-a it hands the new key over.

What to connect:
  --stack NAME          a stack with a SegmentBigQuery: its project, location, read API and key's secret version
  --directory DIR       the stack's program (default .)
  --state FILE          what \`pulumi stack export\` printed (- for standard input); default: pulumi is asked
  --project P           the project in which Segment runs its queries
  --location L          Segment's Data Location, such as US, EU or europe-west1
  --read-api A          rest (default) or storage
  --secret-version N    projects/P/secrets/S/versions/V in Secret Manager, read with your own credentials
  --key-file FILE       a service account's JSON key; - reads standard input

In Segment:
  SEGMENT_API_TOKEN     the workspace's token, or:
  --token-file FILE     a file that holds the token
  --region R            us (default) or eu
  --product P           source (Reverse ETL, default) or warehouse (storage destination)
  --slug SLUG           the source's slug, or a new warehouse's name (default bigquery)
  --source-id ID        the source, where its slug does not tell
  --warehouse-id ID     the warehouse, where several use the project
  --credential ID       a shared credential: it is given the key, after listing everything that uses it
  --credentials-setting NAME
                        the setting that takes the key, where the catalog does not tell
  --read-api-setting NAME[=VALUE]
                        the setting that chooses the API for reading, where the catalog does not tell

Trying it:
  --test-model "SELECT ..."
                        make a model on the source, and remove it
  --test-column NAME    the column that identifies its rows (default id)
  --test-subscription ID
                        run the model for this subscription; its rows go to the destination

How:
  --dry-run             show the requests, with the key hidden; change nothing
  --yes                 change a credential that others use; write a test's rows
  --no-check            do not try the key with check first
  --wait S              seconds to wait for Segment (default 60)
  --timeout S           seconds for one request (default 30)
  --json                the outcome as JSON

Exit code: 0 done, 1 stopped or something is left to do by hand, 2 bad usage or no answer.
`;
