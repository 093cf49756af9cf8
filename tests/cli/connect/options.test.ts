import { expect } from "chai";
import { readOptions, sideOf } from "../../../cli/connect/options";
import { UsageError } from "../../../cli/errors";

const problemsOf = (argv: string[]): string[] => {
  try {
    readOptions(argv);
  } catch (error) {
    if (error instanceof UsageError) return error.message.split("\n");
    throw error;
  }
  return [];
};

describe("connect: arguments", () => {
  it("are few where a stack says the rest", () => {
    expect(readOptions(["--stack", "acme/prod"])).to.deep.include({
      products: undefined,
      stack: { stack: "acme/prod", directory: ".", state: undefined },
      region: "us",
      slug: "bigquery",
      check: true,
      dryRun: false,
      yes: false,
      wait: 60,
      requestTimeout: 30,
    });
  });

  it("must say project, location and key where no stack does", () => {
    expect(problemsOf([])).to.deep.equal([
      "Name a stack with --stack, or give --project, --location, --key-file or --key-secret.",
    ]);
  });

  it("that are wrong are all named at once", () => {
    const wrong = {
      project: "A",
      location: "9",
      region: "mars",
      slug: "a b",
      wait: "0",
      "request-timeout": "x",
    };
    const argv = Object.entries(wrong).flatMap(([name, value]) => [`--${name}`, value]);
    expect(problemsOf([...argv, "--key-file", "key.json"])).to.deep.equal([
      '--project is "A": give the id of the project in which Segment runs queries.',
      '--location is "9": give Segment\'s Data Location, such as US, EU or europe-west1.',
      '--region is "mars": give us or eu.',
      '--slug is "a b": give letters, digits, - and _.',
      '--wait is "0": give seconds, above 0 and up to 3600.',
      '--request-timeout is "x": give seconds, above 0 and up to 600.',
    ]);
  });

  it("never repeat a key that was pasted in the wrong place", () => {
    const key = '{"private_key":"-----BEGIN PRIVATE KEY-----\\nMIIEvQ"}';
    for (const option of ["key-file", "key-secret", "project", "slug", "token-file", "state", "credential"]) {
      const problems = problemsOf(["--stack", "prod", `--${option}`, key]).join();
      expect(problems).to.include(`--${option} is something that looks like a key`);
      expect(problems).to.not.include("MIIE");
    }
  });

  it("write a test's rows to a destination with --yes only", () => {
    const test = ["--stack", "prod", "--test-model", "SELECT 1 AS id", "--test-subscription", "sub1"];
    expect(problemsOf(test)).to.deep.equal([
      "--test-subscription writes the test's rows to its destination: add --yes if that is right.",
    ]);
    expect(readOptions([...test, "--yes"]).test).to.deep.equal({
      query: "SELECT 1 AS id",
      column: "id",
      subscription: "sub1",
    });
  });

  it("test a source with a query that reads", () => {
    expect(problemsOf(["--stack", "prod", "--test-model", "DROP TABLE x"])).to.deep.equal([
      '--test-model is "DROP TABLE x": give a query that begins with SELECT or WITH.',
    ]);
  });

  it("take one key only", () => {
    const version = "projects/acme/secrets/s/versions/1";
    expect(problemsOf(["--stack", "prod", "--key-file", "key.json", "--key-secret", version])).to.deep.equal([
      "Give the key by one of --key-file and --key-secret.",
    ]);
  });

  it("name products of one side of Segment: a source that is read, or a warehouse that is written", () => {
    expect(sideOf(["reverse-etl", "linked-events", "data-graph"], true)).to.equal("source");
    expect(sideOf(["profiles-sync", "warehouse"], false)).to.equal("warehouse");
    expect(() => sideOf(["linked-events", "warehouse"], false)).to.throw(
      UsageError,
      "linked-events and warehouse are a source and a warehouse in Segment: connect one at a time, with --product linked-events or --product warehouse.",
    );
    expect(() => sideOf(["sql-traits"], false)).to.throw(
      UsageError,
      "Nothing in Segment's API connects sql-traits. Give --product reverse-etl or linked-events or data-graph or profiles-sync or warehouse.",
    );
    expect(() => sideOf(["warehouse"], true)).to.throw(
      UsageError,
      "--test-model is for a source: Segment itself tries a warehouse's connection.",
    );
  });
});
