import { expect } from "chai";
import { UsageError } from "../../../cli/errors";
import { readOptions } from "../../../cli/check/options";

const whole = ["--key-file", "key.json", "--project", "acme-prod", "--location", "EU"];

describe("arguments of check", () => {
  it("accepts the least, with what Segment's page sets up as default", () => {
    expect(readOptions(whole)).to.deep.equal({
      key: { file: "key.json" },
      location: "EU",
      declared: {
        products: ["linked-events"],
        project: "acme-prod",
        profile: "documented",
        readApi: "REST",
        sources: [],
        models: [],
        stateDataset: { project: "acme-prod", dataset: "__segment_reverse_etl" },
        segmentCreatesStateDataset: false,
        destinations: [],
        connections: [],
        exportBuckets: [],
        segmentCreatesDestinations: false,
      },
      models: [],
      write: false,
      json: false,
      allowIncomplete: false,
      tablesPerSource: 20,
      requestTimeout: 30,
    });
  });

  it("accepts every option", () => {
    const options = readOptions([
      ...[
        "--key-secret",
        "projects/acme-prod/secrets/segment",
        "--project",
        "acme-prod",
        "--location",
        "europe-west1",
      ],
      ...["--source", "acme-lake", "--source", "acme-prod.crm", "--source", "acme-prod.web.page views"],
      ...["--state-dataset", "acme-lake.state", "--segment-creates-state-dataset", "--profile", "minimal"],
      ...["--read-api", "storage", "--model", "acme-prod.ml.churn:get,predict"],
      ...["--tables", "3", "--request-timeout", "1.5", "--write", "--json"],
    ]);
    expect(options.key).to.deep.equal({ secret: "projects/acme-prod/secrets/segment/versions/latest" });
    expect(options.declared).to.deep.include({
      profile: "minimal",
      readApi: "STORAGE",
      stateDataset: { project: "acme-lake", dataset: "state" },
      segmentCreatesStateDataset: true,
    });
    expect(
      options.declared.sources?.map(({ project, dataset, table }) => [project, dataset, table]),
    ).to.deep.equal([
      ["acme-lake", undefined, undefined],
      ["acme-prod", "crm", undefined],
      ["acme-prod", "web", "page views"],
    ]);
    expect(options.models).to.deep.equal([
      { project: "acme-prod", dataset: "ml", model: "churn", operations: ["get", "predict"] },
    ]);
    expect(options).to.include({ tablesPerSource: 3, requestTimeout: 1.5, write: true, json: true });
  });

  it("rejects every bad argument at once, with what was given and what is allowed", () => {
    const read = (): unknown =>
      readOptions([
        ...[
          "--project",
          "ACME",
          "--source",
          "acme-prod.crm.a.b",
          "--state-dataset",
          "x-y",
          "--profile",
          "tiny",
        ],
        ...[
          "--read-api",
          "grpc",
          "--model",
          "acme-prod.ml.churn:train",
          "--tables",
          "0",
          "--request-timeout",
          "later",
        ],
      ]);
    expect(read)
      .to.throw(UsageError)
      .with.property(
        "message",
        [
          "Give the key by one of --key-file FILE (- for standard input) and --key-secret projects/P/secrets/S.",
          '--project is "ACME": give the id of the project in which Segment runs queries.',
          "--location is missing: give Segment's Data Location, such as US, EU or europe-west1.",
          '--source is "acme-prod.crm.a.b": give project, project.dataset or project.dataset.table.',
          '--state-dataset is "x-y": give dataset or project.dataset.',
          '--profile is "tiny": give documented or minimal.',
          '--read-api is "grpc": give REST or STORAGE.',
          '--model is "acme-prod.ml.churn:train": give project.dataset.model:OPERATION,… of create, replace, delete, drop, get, list, updateMetadata, updateExpiration, evaluate, predict, export.',
          '--tables is "0": give a whole number from 1.',
          '--request-timeout is "later": give seconds, above 0 and up to 600.',
        ].join("\n"),
      );
  });

  it("rejects a name that would break out of a query or a command line", () => {
    for (const source of [
      "acme-prod.crm.a`; DROP TABLE b",
      "acme-prod.crm$(id)",
      "acme prod.crm",
      "acme-prod.crm.a\nb",
    ]) {
      expect(() => readOptions([...whole, "--source", source]), source).to.throw(UsageError);
    }
  });

  it("rejects two keys, and never repeats what stands for a secret's name", () => {
    expect(() => readOptions([...whole, "--key-secret", "projects/p/secrets/s"])).to.throw(
      UsageError,
      /^Give the key by one of/,
    );
    const named = ["--key-secret=MIIEvQIBADANBgkqhkiG9w0B", "--project", "acme-prod", "--location", "EU"];
    expect(() => readOptions(named))
      .to.throw(UsageError)
      .with.property(
        "message",
        "--key-secret is something that looks like a key: give projects/P/secrets/S or projects/P/secrets/S/versions/V.",
      );
  });
});
