/** What `report --help` prints. */
export const usage = `Usage: segment-bigquery report [options] [directory]

Shows who can do what: what Segment's account holds, for what, what is beyond need and what is missing, as one HTML
page that needs no network, as JSON, or as Markdown for a pull request. Changes nothing.

What to report on (default: the stack of the current directory):
  -s, --stack <name>        a stack, previewed offline; the directory is the one that holds Pulumi.yaml
  --state <file>            an exported state: what \`pulumi stack export\` prints; - reads standard input
  --project <id>            a project as it is at Google, read with your own credentials

What to make:
  -o, --out <file>          the page
  --json                    one JSON object on standard output
  --markdown                Markdown on standard output

Options:
  --policy-config <file>    configuration of the policies, as pulumi preview --policy-pack-config takes it
  --exit-code               exit with 1 when a mandatory rule is broken, or something could not be judged
  --timeout <seconds>       for --stack: stop everything after this time (default: 120)
  -h, --help                print this

Credentials for --project: GOOGLE_OAUTH_ACCESS_TOKEN, or \`gcloud auth application-default login\`. To read all of it
you need roles/iam.securityReviewer and roles/bigquery.metadataViewer on the project; what you may not read is listed
as not judged.

Exit codes:
  0   the report was made
  1   with --exit-code: a mandatory rule is broken, or something could not be judged
  2   the arguments cannot be run, or there is no report
`;
