import { expect } from "chai";
import { Readable } from "node:stream";
import type { CommandIo } from "../../cli/command";
import { UsageError } from "../../cli/errors";
import { readStack, type StackSettings } from "../../cli/stackSettings";

const outputs = {
  project: "acme-prod",
  location: "EU",
  profile: "minimal",
  readApi: "STORAGE",
  sources: [{ project: "acme-prod", dataset: "crm" }, { project: "acme-lake" }],
  models: [{ project: "acme-prod", dataset: "ml", operations: ["predict"] }],
  stateDataset: { project: "acme-prod", dataset: "__segment_reverse_etl", mode: "created" },
  segmentCreatesStateDataset: false,
  secretVersionName: "projects/acme-prod/secrets/s/versions/1",
  keys: [{ slot: "a", state: "inUse", name: "projects/acme-prod/serviceAccounts/e/keys/k" }],
  nextStep: { step: "add-b", todo: ["…"] },
};
const component = (more: object = {}, name = "segment"): object => ({
  urn: `urn:pulumi:prod::acme::segment-bigquery:index:SegmentBigQuery::${name}`,
  type: "segment-bigquery:index:SegmentBigQuery",
  outputs: { ...outputs, ...more },
});
const read = (resources: object[], env: NodeJS.ProcessEnv = {}, state = "-"): Promise<StackSettings> => {
  const nothing = { write: () => undefined };
  const text = JSON.stringify({ version: 3, deployment: { resources } });
  const io: CommandIo = { stdout: nothing, stderr: nothing, stdin: Readable.from([text]), env, isTTY: false };
  return readStack({ stack: "prod", directory: ".", state: state === "" ? undefined : state }, io);
};
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "none",
    (error: unknown) => (error instanceof UsageError ? error.message : String(error)),
  );

describe("a stack's settings", () => {
  it("are what its component says of itself", async () => {
    expect(await read([component()])).to.deep.equal({
      name: "segment",
      declared: {
        products: ["linked-events"],
        project: "acme-prod",
        profile: "minimal",
        readApi: "STORAGE",
        sources: [
          { project: "acme-prod", dataset: "crm", table: undefined },
          { project: "acme-lake", dataset: undefined, table: undefined },
        ],
        models: [{ project: "acme-prod", dataset: "ml", operations: ["predict"] }],
        stateDataset: { project: "acme-prod", dataset: "__segment_reverse_etl" },
        segmentCreatesStateDataset: false,
        destinations: [],
        segmentCreatesDestinations: false,
        connections: [],
        exportBuckets: [],
      },
      location: "EU",
      secretVersion: "projects/acme-prod/secrets/s/versions/1",
      keys: [{ slot: "a", state: "inUse", name: "projects/acme-prod/serviceAccounts/e/keys/k" }],
      nextStep: "add-b",
    });
  });

  it("take a secret for unknown, even one that the export shows", async () => {
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      plaintext: '"x"',
    };
    expect((await read([component({ secretVersionName: secret })])).secretVersion).to.equal(undefined);
  });

  it("name no secret version where the stack keeps no key", async () => {
    const settings = await read([
      component({ secretVersionName: "", keys: [], nextStep: { step: "", todo: [] } }),
    ]);
    expect(settings).to.deep.include({ secretVersion: undefined, keys: [], nextStep: "" });
  });

  it("are not there without a component, and ambiguous with several", async () => {
    expect(await refusal(read([]))).to.match(/^The state of stack prod holds no SegmentBigQuery\./);
    expect(await refusal(read([component(), component({}, "other")]))).to.match(
      /^The state of stack prod holds 2 SegmentBigQuery components: segment, other\./,
    );
  });

  it("need an update that told project and location", async () => {
    expect(await refusal(read([component({ location: undefined })]))).to.equal(
      'The SegmentBigQuery "segment" does not say its project and location yet. Run `pulumi up` first.',
    );
  });

  it("say how to hand over the state where pulumi is not there", async () => {
    expect(await refusal(read([], { PATH: "/nonexistent" }, ""))).to.equal(
      "The stack prod cannot be read: the Pulumi CLI is not on the PATH. Where pulumi runs: pulumi stack export --stack prod --file state.json; then give --state state.json.",
    );
  });
});
