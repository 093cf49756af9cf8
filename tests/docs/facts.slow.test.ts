import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(__dirname, "../..");
const age = (today: string): { status: number | null; stdout: string } =>
  spawnSync("node", ["scripts/factsAge.mjs", today], { cwd: root, encoding: "utf8" });
const dates = [
  ...readFileSync(resolve(root, "docs/facts.md"), "utf8").matchAll(/\d{4}-\d\d-\d\d +\|$/gm),
].map(([date]) => date.slice(0, 10));

describe("npm run facts:age", () => {
  it("finds nothing old on the day on which the oldest was read", () => {
    const oldest = [...dates].sort()[0] ?? "";
    const { status, stdout } = age(oldest);
    expect({ status, stdout }).to.deep.equal({
      status: 0,
      stdout: `0 of ${dates.length} facts are older than 90 days.\n`,
    });
  });

  it("names each fact that is older than 90 days, with its source", () => {
    const { status, stdout } = age("2030-01-01");
    expect(status).to.equal(1);
    expect(stdout).to.include(
      "Segment's Public API: paths, bodies, credentials\n  segmentio/public-api-sdk-typescript",
    );
    expect(stdout).to.include(`${dates.length} of ${dates.length} facts are older than 90 days.`);
  });

  it("has the date of the catalogue of roles", () => {
    const { source } = JSON.parse(readFileSync(resolve(root, "policy/facts/catalogue.json"), "utf8")) as {
      source: { readOn: string };
    };
    expect(readFileSync(resolve(root, "docs/facts.md"), "utf8")).to.match(
      new RegExp(`Google's roles and their permissions .*${source.readOn}`),
    );
  });
});
