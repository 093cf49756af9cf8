/** What `preview --help` prints. */
export const usage = `Usage: segment-bigquery preview [options] [directory]

Previews a Pulumi program for Node and has policy packs judge it, without an account, the Pulumi CLI,
providers or a network. The directory is the one that holds Pulumi.yaml; by default, the current one.

Options:
  -s, --stack <name>        the stack whose Pulumi.<name>.yaml to use (default: dev, or the only one)
  --policy-pack <dir>       a policy pack to judge with; repeat for more (default: the one that comes along)
  --policy-config <file>    configuration of the policies, once for all packs or once for each in their order;
                            the JSON that pulumi preview --policy-pack-config takes, or the same in YAML
  --compiled <file>         a compiled copy of the program, which is run instead while no source is newer: faster
  --json                    print one JSON object instead of text
  --allow-incomplete        exit with 0 when all that keeps the stack from being accepted is that a part of it
                            could not be judged offline
  --timeout <seconds>       stop everything after this time (default: 120)
  -h, --help                print this

Before anything is created, ids and most outputs are unknown, as in pulumi preview. A provider is not asked:
functions other than getIAMPolicy, reads, stack references, component plugins and encrypted configuration
are listed as what could not be judged.

Exit codes:
  0   everything could be judged, and no mandatory policy is violated
  1   a mandatory policy is violated, or a part could not be judged
  2   the arguments cannot be run, or the program or a policy pack failed
`;
