import { expect } from "chai";
import * as fc from "fast-check";
import { assess } from "../../policy/access/assessment";
import { packConfig } from "../../policy/access/config";
import { judge } from "../../policy/judge";
import { type Rule, rules } from "../../policy/rules";
import { documentedStack, make, messages, today, verdicts } from "./support";

const config = { sources: ["acme.crm"] };

const broad = [
  ...documentedStack(),
  make.projectMember("admin", "roles/bigquery.admin"),
  make.datasetMember("edit", "crm", "roles/bigquery.dataEditor"),
];

describe("the judge", () => {
  it("keeps the ids of rules stable", () => {
    expect(new Set(rules.map(({ id }) => id)).size).to.equal(rules.length);
    for (const { id } of rules) expect(id).to.match(/^[a-z]+(-[a-z]+)*$/);
  });

  it("gives every rule what a reader needs", () => {
    for (const rule of rules) {
      expect(rule.title, rule.id).to.not.equal("");
      expect(rule.description, rule.id).to.match(/\.$/);
      expect(rule.remediation, rule.id).to.match(/\.$/);
      expect(rule.url, rule.id).to.match(/^https:\/\//);
      expect(rule.tags, rule.id).to.not.be.empty;
    }
  });

  it("says the same in the same order, whatever order the resources come in", () => {
    const expected = messages(broad, config);
    expect(expected).to.have.length(3);
    fc.assert(
      fc.property(fc.shuffledSubarray(broad, { minLength: broad.length }), (shuffled) => {
        expect(messages(shuffled, config)).to.deep.equal(expected);
      }),
    );
  });

  it("lets the config set each rule's level", () => {
    const levels = { "excess-permissions": "advisory", "privilege-escalation": "disabled" };
    expect(
      verdicts(broad, { ...config, levels }).map(({ rule, level, levelSet }) => [rule, level, levelSet]),
    ).to.deep.equal([
      ["excess-permissions", "advisory", true],
      ["excess-permissions", "advisory", true],
    ]);
  });

  it("turns a rule that fails into one diagnostic without details, and runs the others", () => {
    const failing: Rule = {
      ...(rules[0] as Rule),
      id: "failing",
      find: () => {
        throw new TypeError("with a secret in it");
      },
    };
    const assessment = assess([], packConfig({}), today);
    const unapplied =
      "The rule could not be applied (TypeError inside the policy pack). The stack is not judged by it.";
    const fix = "report this, and set levels.failing to advisory until it is fixed";
    expect(judge([failing, ...rules], assessment)).to.deep.equal([
      {
        rule: "failing",
        resource: undefined,
        fix,
        url: failing.url,
        summary: unapplied,
        message: `${unapplied} Fix: ${fix}. [failing]`,
        severity: "high",
        level: "mandatory",
        levelSet: false,
      },
    ]);
  });

  describe("exemptions", () => {
    const exempt = (exemption: object) => messages(broad, { ...config, exemptions: [exemption] });

    it("accepts a finding that an exemption names, and lists the exemption", () => {
      const found = exempt({
        rule: "excess-permissions",
        scope: "dataset acme.crm",
        reason: "migration to the new CRM",
        until: "2026-12-31",
      });
      expect(found.filter((one) => one.includes("on dataset acme.crm."))).to.deep.equal([]);
      expect(found[found.length - 1]).to.equal(
        "advisory: The exemption from excess-permissions for scope dataset acme.crm (migration to the new CRM, until 2026-12-31) accepts 1 finding. [excess-permissions]",
      );
    });

    it("rejects it again from the day after the exemption's last", () => {
      const exemption = {
        rule: "excess-permissions",
        scope: "dataset acme.crm",
        reason: "migration to the new CRM",
        until: "2026-11-21",
      };
      const found = exempt(exemption);
      expect(
        found.some((one) => one.startsWith("mandatory") && one.includes("on dataset acme.crm.")),
      ).to.equal(true);
      expect(found[found.length - 1]).to.include("has expired: renew it with a reason, or remove it");
      expect(
        exempt({ ...exemption, until: "2026-11-22" }).some((one) => one.includes("on dataset acme.crm.")),
      ).to.equal(false);
    });

    it("reports an exemption that matches nothing", () => {
      expect(
        exempt({
          rule: "missing-permissions",
          scope: "dataset acme.gone",
          reason: "no longer there",
        }).pop(),
      ).to.equal(
        "advisory: The exemption from missing-permissions for scope dataset acme.gone (no longer there) matches nothing: remove it from the config. [missing-permissions]",
      );
    });
  });
});

describe("a stack without Segment", () => {
  it("accepts everything in it, whatever the names sound like", () => {
    const stack = [
      {
        type: "gcp:serviceaccount/account:Account",
        name: "segmentation",
        props: { accountId: "segmentation-editor", project: "acme", description: "Customer segments" },
      },
      make.projectMember("a", "roles/owner", {
        member: "serviceAccount:segmentation-editor@acme.iam.gserviceaccount.com",
      }),
      make.projectMember("b", "roles/editor", { member: "user:admin@example.com" }),
      make.datasetMember("c", "crm", "roles/bigquery.dataOwner", { member: "allUsers" }),
      { type: "gcp:projects/iAMPolicy:IAMPolicy", name: "p", props: { policyData: "{" } },
    ];
    expect(messages(stack, { sources: ["acme.crm"] })).to.deep.equal([]);
  });
});
