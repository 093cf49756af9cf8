import { expect } from "chai";
import { assess } from "../../policy/access/assessment";
import { packConfig } from "../../policy/access/config";
import { findings, judge } from "../../policy/judge";
import { type Rule, rules } from "../../policy/rules";
import { today } from "./support";

const finding = (id: string, ...said: string[]): Rule => ({
  ...(rules[0] as Rule),
  id,
  level: "mandatory",
  find: () => said.map((what, i) => ({ text: text(what), urn: `urn:${i}` })),
});

const text = (what: string) => () => ({ what: `${what}.`, why: "It matters.", fix: "mend it" });

/** As the engine prints it. */
const printed = (what: string, id: string) => `${what}. It matters. Fix: mend it. [${id}]`;

const access = (config: object, now = today) => assess([], packConfig(config as never), now);

const judged = (list: readonly Rule[], config: object = {}, now = today) =>
  judge(list, access(config, now)).map(({ message }) => message);

const exemption = (rule: string, more: object = {}) => ({ rule, reason: "agreed", ...more });

describe("the judge's list", () => {
  it("stands by rule, then by message", () => {
    expect(judged([finding("b", "two", "one", "three"), finding("a", "z"), finding("c", "a")])).to.deep.equal(
      [printed("z", "a"), printed("one", "b"), printed("three", "b"), printed("two", "b"), printed("a", "c")],
    );
  });

  it("holds the same message of a rule once, with the first resource, and of two rules twice", () => {
    const found = judge([finding("b", "same", "same"), finding("a", "same")], access({}));
    expect(found.map(({ rule, urn }) => [rule, urn])).to.deep.equal([
      ["a", "urn:0"],
      ["b", "urn:0"],
    ]);
  });

  it("holds the same message once with the mandatory finding, then with the first resource, then account", () => {
    const kept = (...found: object[]) =>
      judge(
        [{ ...finding("a"), find: () => found.map((one) => ({ text: text("same"), ...one })) }],
        access({}),
      ).map(({ level, urn, account }) => [level, urn, account]);
    expect(
      kept({ urn: "urn:1", account: "a", level: "advisory" }, { urn: "urn:2", account: "a" }),
    ).to.deep.equal([["mandatory", "urn:2", "a"]]);
    expect(kept({ urn: "urn:10", account: "a" }, { urn: "urn:1", account: "z" })).to.deep.equal([
      ["mandatory", "urn:1", "z"],
    ]);
    expect(kept({ urn: "urn:1", account: "z" }, { urn: "urn:1", account: "a" })).to.deep.equal([
      ["mandatory", "urn:1", "a"],
    ]);
  });

  it("turns a text that cannot be made into the same diagnostic", () => {
    const failing: Rule = {
      ...finding("a"),
      find: () => [
        {
          text: () => {
            throw new RangeError("with a secret in it");
          },
        },
      ],
    };
    expect(judged([failing, finding("b", "x")])).to.deep.equal([
      "The rule could not be applied (RangeError inside the policy pack). The stack is not judged by it. " +
        "Fix: report this, and set levels.a to advisory until it is fixed. [a]",
      printed("x", "b"),
    ]);
  });

  it("makes no text for what it only counts, and lists the mandatory ones first", () => {
    let made = 0;
    const many: Rule = {
      ...finding("a"),
      find: () =>
        Array.from({ length: 400 }, (_, i) => ({
          urn: `urn:${String(i).padStart(3, "0")}`,
          level: i % 2 === 0 ? ("advisory" as const) : ("mandatory" as const),
          text: () => {
            made++;
            return text(`finding ${i}`)();
          },
        })),
    };
    const found = judge([many], access({}));
    expect([found.length, made]).to.deep.equal([51, 50]);
    expect(found.slice(0, 50).every(({ level }) => level === "mandatory")).to.equal(true);
    expect([found[50]?.level, found[50]?.message]).to.deep.equal([
      "mandatory",
      "350 more findings of this rule are not listed. [a]",
    ]);
  });

  it("lists 50 findings of a rule, and counts one more as one", () => {
    const many = (count: number, level?: "advisory") => ({
      ...finding("a"),
      find: () => Array.from({ length: count }, (_, i) => ({ text: text(`finding ${i}`), level })),
    });
    expect(judge([many(50)], access({}))).to.have.length(50);
    const found = judge([many(51, "advisory")], access({}));
    expect(found).to.have.length(51);
    expect([found[50]?.level, found[50]?.message]).to.deep.equal([
      "advisory",
      "1 more finding of this rule is not listed. [a]",
    ]);
  });

  it("lists many findings in the same order, whatever order they come in", () => {
    const urns = Array.from({ length: 80 }, (_, i) => `urn:${String(i).padStart(2, "0")}`);
    const rule = (all: readonly string[]): Rule => ({
      ...finding("a"),
      find: () => all.map((urn) => ({ urn, text: text(`of ${urn}`) })),
    });
    expect(judged([rule([...urns].reverse())])).to.deep.equal(judged([rule(urns)]));
  });

  it("leaves out rules that are disabled", () => {
    expect(judged([finding("a", "x"), finding("b", "y")], { levels: { a: "disabled" } })).to.deep.equal([
      printed("y", "b"),
    ]);
  });

  it("names an exception that is no Error without telling what it is", () => {
    const throwing: Rule = {
      ...finding("a"),
      find: () => {
        throw "secret" as unknown as Error;
      },
    };
    expect(judged([throwing])).to.deep.equal([
      "The rule could not be applied (an exception inside the policy pack). The stack is not judged by it. " +
        "Fix: report this, and set levels.a to advisory until it is fixed. [a]",
    ]);
  });
});

describe("an exemption", () => {
  it("counts for its rule alone", () => {
    expect(judged([finding("a", "x"), finding("b", "x")], { exemptions: [exemption("a")] })).to.deep.equal([
      printed("x", "b"),
      "The exemption from a (agreed) accepts 1 finding. [a]",
    ]);
  });

  it("matches each field whole, or by its beginning before `*`, and never the message", () => {
    const rule: Rule = {
      ...finding("a"),
      find: () => [
        { text: text("short"), scope: "dataset acme.crm", role: "r", permissions: ["x.get", "x.list"] },
        { text: text("long"), scope: "dataset acme.crm_payroll", role: "r", permissions: ["x.get", "y.get"] },
        { text: text("none: dataset acme.crm") },
      ],
    };
    const left = (fields: object) => judged([rule], { exemptions: [exemption("a", fields)] }).slice(0, -1);
    expect(left({ scope: "dataset acme.crm" })).to.deep.equal([
      printed("long", "a"),
      printed("none: dataset acme.crm", "a"),
    ]);
    expect(left({ scope: "dataset acme.crm*" })).to.deep.equal([printed("none: dataset acme.crm", "a")]);
    expect(left({ permission: "x.*" })).to.deep.equal([
      printed("long", "a"),
      printed("none: dataset acme.crm", "a"),
    ]);
    expect(left({ role: "r", account: "a@b" })).to.have.length(3);
  });

  it("matches the account, the role and the permissions that a finding has, and none where it has none", () => {
    const facts = { account: "a@b", role: "roles/owner", permissions: ["x.get"] };
    const rule: Rule = {
      ...finding("a"),
      find: () => [
        { text: text("with"), ...facts },
        { text: text("without"), account: "c@d", role: "roles/viewer" },
      ],
    };
    const left = (fields: object) => judged([rule], { exemptions: [exemption("a", fields)] }).slice(0, -1);
    for (const fields of [{ account: "a@b" }, { role: "roles/o*" }, { permission: "x.get" }])
      expect(left(fields)).to.deep.equal([printed("without", "a")]);
  });

  it("of a disabled rule matches nothing", () => {
    const disabled = { levels: { a: "disabled" }, exemptions: [exemption("a")] };
    expect(judged([finding("a", "x")], disabled)).to.deep.equal([
      "The exemption from a (agreed) matches nothing: remove it from the config. [a]",
    ]);
  });

  it("names a resource by its Pulumi name or its URN", () => {
    const rule: Rule = {
      ...finding("a"),
      find: () => [{ text: text("m"), urn: "urn:pulumi:s::p::t::grant" }],
    };
    const said = (resource: string) => judged([rule], { exemptions: [exemption("a", { resource })] });
    expect(said("grant")).to.have.length(1);
    expect(said("urn:pulumi:s::p::t::grant")).to.have.length(1);
    expect(said("gra")).to.have.length(2);
  });

  it("counts what it accepts", () => {
    expect(judged([finding("a", "x", "y", "z")], { exemptions: [exemption("a")] })).to.deep.equal([
      "The exemption from a (agreed) accepts 3 findings. [a]",
    ]);
  });

  it("of two that fit counts the first", () => {
    const two = [exemption("a", { resource: "urn:0" }), exemption("a")];
    const { found, exempted } = findings([finding("a", "x")], access({ exemptions: two }));
    expect(found).to.deep.equal([]);
    expect([...exempted.values()]).to.deep.equal([1]);
    expect(judged([finding("a", "x")], { exemptions: two })).to.deep.equal([
      "The exemption from a for resource urn:0 (agreed) accepts 1 finding. [a]",
      "The exemption from a (agreed) matches nothing: remove it from the config. [a]",
    ]);
  });

  it("of a rule that is judged elsewhere is not reported here", () => {
    expect(judged([finding("a", "x")], { exemptions: [exemption("b")] })).to.deep.equal([printed("x", "a")]);
  });

  it("counts to the end of its last day by UTC, and names the day", () => {
    const until = { exemptions: [exemption("a", { until: "2026-11-22" })] };
    expect(judged([finding("a", "x")], until, new Date("2026-11-22T23:59:59.999Z"))).to.deep.equal([
      "The exemption from a (agreed, until 2026-11-22) accepts 1 finding. [a]",
    ]);
    expect(judged([finding("a", "x")], until, new Date("2026-11-23T00:00:00Z"))).to.deep.equal([
      printed("x", "a"),
      "The exemption from a (agreed, until 2026-11-22) has expired: renew it with a reason, or remove it. [a]",
    ]);
  });

  it("is reported at a level of its own, which the policy's level does not change", () => {
    expect(judge([finding("a")], access({ exemptions: [exemption("a")] }))).to.deep.equal([
      {
        rule: "a",
        url: finding("a").url,
        summary: "The exemption from a (agreed) matches nothing: remove it from the config.",
        message: "The exemption from a (agreed) matches nothing: remove it from the config. [a]",
        exemption: packConfig({ exemptions: [exemption("a")] }).exemptions[0],
        severity: "low",
        level: "advisory",
        levelSet: true,
      },
    ]);
  });
});
