import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import type { FakeGoogle } from "../fakes/google";
import { describeEngine } from "./describeEngine";
import { environmentFor, startAcme } from "./fakeGoogle";
import { Sandbox, type Run } from "./Sandbox";

const stack = ["--stack", "judged"];
const pack = ["--policy-pack", "policy"];

describeEngine("what the policy pack says while the engine works, against an imitation of Google", () => {
  let google: FakeGoogle;
  let sandbox: Sandbox;

  async function use(program: string): Promise<void> {
    google = await startAcme();
    sandbox = new Sandbox(environmentFor(google));
    sandbox.useProgram(`tests/engine/programs/${program}`);
    await sandbox.succeed("stack", "init", "judged", "--no-select");
  }
  afterEach(async () => {
    sandbox?.dispose();
    await google?.stop();
  });

  function messages({ violations }: Run, level: string): string[] {
    return violations
      .filter(({ enforcementLevel }) => enforcementLevel === level)
      .map(({ message }) => message);
  }

  /** Requests that changed the policy of something, as their paths. */
  function policyChanges(): string[] {
    return google.state.requests
      .filter(({ method, path: at }) => method === "POST" && at.endsWith(":setIamPolicy"))
      .map(({ path: at }) => at);
  }

  it("undetermined: an output of a first preview that will hold a key is named, before there is one", async () => {
    await use("keyInOutput.ts");
    const run = await sandbox.pulumi("preview", ...stack, ...pack);
    const named = run.violations.filter(({ message }) => message.includes("credentials"));
    expect(named, run.output).to.not.deep.equal([]);
    expect(google.state.requests.filter(({ method }) => method === "POST")).to.deep.equal([]);
  });

  it("notes the end of a secret that a program states, and none that is unknown before it is made", async () => {
    await use("expiringSecret.ts");
    const run = await sandbox.succeed("preview", ...stack, ...pack);
    const named = messages(run, "advisory").map((text) => /secret `([^`]+)`.+ on a date/.exec(text)?.[1]);
    expect(named, run.output).to.deep.equal(["segment-expiring-key"]);
  });

  it("rejects impersonation before it is granted, even without a preview", async () => {
    await use("impersonation.ts");
    const run = await sandbox.pulumi("up", ...stack, ...pack, "--yes", "--skip-preview");
    expect(run.code).to.not.equal(0);
    const named = messages(run, "mandatory").filter((message) => message.includes("user:bob@acme.example"));
    expect(named, run.output).to.not.deep.equal([]);
    expect(policyChanges().filter((at) => at.includes("/serviceAccounts/"))).to.deep.equal([]);
  });

  it("notes accesses that a program states, and none that a refresh reads from Google", async () => {
    await use("statedAccesses.ts");
    await sandbox.succeed("up", ...stack, "--yes", "--skip-preview");
    const datasets = google.state.projects.get("acme-analytics")?.datasets;
    for (const dataset of datasets?.values() ?? [])
      (dataset.resource["access"] as object[]).push({ role: "READER", userByEmail: "ann@acme.example" });

    const refreshed = await sandbox.succeed("up", ...stack, ...pack, "--yes", "--skip-preview", "--refresh");
    const later = await sandbox.succeed("preview", ...stack, ...pack);
    for (const run of [refreshed, later]) {
      const beside = messages(run, "advisory").filter((message) =>
        message.includes("states the accesses of"),
      );
      expect(beside.map((message) => /of dataset ([^, ]+)/.exec(message)?.[1])).to.deep.equal([
        "acme-analytics.stated",
      ]);
    }
  });

  it("rejects a grant that remediation would make the twin of another", async () => {
    await use("twin.ts");
    const config = path.join(sandbox.directory, "policy.json");
    fs.writeFileSync(config, JSON.stringify({ "segment-bigquery": { enforcementLevel: "remediate" } }));
    const run = await sandbox.pulumi("up", ...stack, ...pack, "--policy-pack-config", config, "--yes");
    expect(run.code, run.output).to.not.equal(0);
    const named = run.violations.filter(({ message }) => message.includes("roles/bigquery.dataEditor"));
    expect(named.map(({ enforcementLevel }) => enforcementLevel)).to.include("mandatory");
    expect(google.state.requests.filter(({ method }) => method === "POST")).to.deep.equal([]);
  });
});
