import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { StackResource } from "../../cli/offline/engine/stackResource";
import { PackProcess } from "../support/packProcess";
import { largeStack, member } from "./support/largeStack";

/**
 * The pack beside conftest (OPA) and checkov: each in a process of its own, from its start to its verdict, on the same
 * 10,000 resources, one of which gives Segment's account Data Editor on a dataset. The pack applies all its rules; the
 * others one that asks for this alone, so that the comparison is in their favour.
 *
 * Names of the programs, where they are not on the PATH: CONFTEST, CHECKOV.
 */
const tooBroad = "roles/bigquery.dataEditor";
const type = "gcp:bigquery/datasetIamMember:DatasetIamMember";

function stack(): StackResource[] {
  const resources = largeStack(10_000);
  return resources.map((resource, i) => {
    if (i !== 5_000) return resource;
    const props = { project: "acme", datasetId: "crm", role: tooBroad, member } as never;
    return {
      ...resource,
      type,
      urn: `urn:pulumi:dev::bench::${type}::${resource.name}`,
      inputs: props,
      outputs: props,
    };
  });
}

const rego = `package main

import rego.v1

deny contains msg if {
  some resource in input.resources
  resource.type == "${type}"
  resource.inputs.member == "${member}"
  resource.inputs.role == "${tooBroad}"
  msg := sprintf("%s gives Segment %s", [resource.urn, resource.inputs.role])
}
`;

const checkovRule = `metadata:
  id: CKV2_SEGMENT_1
  name: Segment's account holds no Data Editor
  category: IAM
definition:
  or:
    - cond_type: attribute
      resource_types: [google_bigquery_dataset_iam_member]
      attribute: role
      operator: not_equals
      value: ${tooBroad}
    - cond_type: attribute
      resource_types: [google_bigquery_dataset_iam_member]
      attribute: member
      operator: not_equals
      value: ${member}
`;

const terraformTypes: Readonly<Record<string, string>> = {
  [type]: "google_bigquery_dataset_iam_member",
  "gcp:projects/iAMMember:IAMMember": "google_project_iam_member",
  "gcp:bigquery/dataset:Dataset": "google_bigquery_dataset",
  "gcp:serviceaccount/account:Account": "google_service_account",
  "gcp:compute/instance:Instance": "google_compute_instance",
};

/** The stack as `terraform show -json` would give a plan of it. */
function terraformPlan(resources: readonly StackResource[]): object {
  const planned = resources.map(({ type: pulumi, name, inputs }) => {
    const terraform = terraformTypes[pulumi] ?? "null_resource";
    const values = Object.fromEntries(
      Object.entries(inputs).map(([key, value]) => [
        key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        value,
      ]),
    );
    return { address: `${terraform}.${name}`, mode: "managed", type: terraform, name, values };
  });
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources: planned } },
    resource_changes: planned.map(({ values, ...rest }) => ({
      ...rest,
      change: { actions: ["create"], before: null, after: values, after_unknown: {} },
    })),
    configuration: {
      root_module: {
        resources: planned.map(({ type: kind, name, address }) => ({
          type: kind,
          name,
          address,
          mode: "managed",
          expressions: {},
        })),
      },
    },
  };
}

/** A program that takes longer is stopped, and the ratio given is the least that it can be. */
const longest = Number(process.env["PEERS_LONGEST"] ?? 120_000);
const late = `${tooBroad} (stopped)`;

/** What a program writes, whatever its exit code: it is not zero where something is found. Undefined where it is not there. */
function output(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, [...args], { maxBuffer: 1 << 28, timeout: longest }, (error, stdout, stderr) =>
      resolve(error?.code === "ENOENT" ? undefined : error?.killed === true ? late : stdout + stderr),
    );
  });
}

async function seconds(what: () => Promise<string | undefined>): Promise<number | undefined> {
  const began = performance.now();
  const said = await what();
  if (said === undefined) return undefined;
  if (!said.includes(tooBroad) && !said.includes("CKV2_SEGMENT_1"))
    throw new Error(`It found nothing: ${said.slice(0, 500)}`);
  return (performance.now() - began) / 1000;
}

async function judgedByPack(resources: StackResource[]): Promise<string> {
  const pack = await PackProcess.start();
  await pack.configure({ sources: ["acme.crm"], serviceAccounts: [member.slice("serviceAccount:".length)] });
  const found = await pack.judgeStack(resources);
  const alone = await Promise.all(
    resources.filter((one) => one.inputs["role"] === tooBroad).map((one) => pack.judgeOne(one)),
  );
  await pack.stop();
  return [...found, ...alone.flat()].map(({ message }) => message).join("\n");
}

const rounds = Number(process.env["PEERS_ROUNDS"] ?? 3);

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function main(): Promise<void> {
  const resources = stack();
  const directory = mkdtempSync(path.join(tmpdir(), "peers-"));
  const file = (name: string, content: string) => {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), content);
    return path.join(directory, name);
  };
  try {
    const state = file("stack.json", JSON.stringify({ resources }));
    const plan = file("plan.json", JSON.stringify(terraformPlan(resources)));
    const policy = path.dirname(file("rego/segment.rego", rego));
    const checks = path.dirname(file("checks/segment.yaml", checkovRule));
    const conftest = process.env["CONFTEST"] ?? "conftest";
    const checkov = process.env["CHECKOV"] ?? "checkov";
    const peers: readonly (readonly [string, () => Promise<string | undefined>])[] = [
      ["conftest", () => output(conftest, ["test", state, "-p", policy, "--no-color"])],
      [
        "checkov",
        () =>
          output(checkov, [
            ...["-f", plan, "--framework", "terraform_plan", "--external-checks-dir", checks],
            ...["-c", "CKV2_SEGMENT_1", "--compact", "--quiet", "--skip-download"],
          ]),
      ],
    ];
    const own: number[] = [];
    const theirs = new Map<string, number[]>();
    // In turns, so that what else the machine does weighs on all alike.
    for (let i = 0; i < rounds; i++) {
      own.push((await seconds(() => judgedByPack(resources))) ?? NaN);
      for (const [name, run] of peers) {
        const took = await seconds(run);
        if (took !== undefined) theirs.set(name, [...(theirs.get(name) ?? []), took]);
      }
    }
    for (const [name] of peers) {
      const times = theirs.get(name);
      process.stdout.write(
        times === undefined
          ? `${name} against the policy pack: skipped, for ${name} is not installed (set ${name.toUpperCase()} to its path)\n`
          : `${name} against the policy pack, 10,000 resources from start to verdict: ${median(times) * 1000 >= longest ? "at least " : ""}${(median(times) / median(own)).toFixed(2)} ` +
              `(${median(times).toFixed(1)} s against ${median(own).toFixed(1)} s, medians of ${rounds}; at most ${longest / 1000} s each)\n`,
      );
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}

void main();
