import { expect } from "chai";
import { byAlarm, roleText } from "../../../policy/rules/text";
import { abridged, joined, printable } from "../../../policy/stack/text";

describe("lists in messages", () => {
  it("joins words", () => {
    expect(["", "a", "a b", "a b c"].map((words) => joined(words.split(" ").filter(Boolean)))).to.deep.equal([
      "",
      "a",
      "a and b",
      "a, b and c",
    ]);
  });

  it("names up to four, else three and how many more", () => {
    expect([0, 1, 3, 4, 5, 6].map((count) => abridged([..."abcdef"].slice(0, count)))).to.deep.equal([
      "",
      "a",
      "a, b and c",
      "a, b, c and d",
      "a, b, c and 2 more",
      "a, b, c and 3 more",
    ]);
  });

  it("puts what alarms first, the rest by name, and each once", () => {
    expect(
      byAlarm([
        "bigquery.tables.list",
        "bigquery.tables.export",
        "bigquery.datasets.get",
        "bigquery.tables.getData",
        "bigquery.jobs.create",
        "bigquery.tables.delete",
        "bigquery.datasets.get",
        "bigquery.datasets.delete",
      ]),
    ).to.deep.equal([
      "bigquery.tables.delete",
      "bigquery.tables.getData",
      "bigquery.datasets.delete",
      "bigquery.tables.export",
      "bigquery.datasets.get",
      "bigquery.jobs.create",
      "bigquery.tables.list",
    ]);
  });
});

describe("text from a stack in messages", () => {
  it("replaces what a terminal would obey, and that alone", () => {
    expect(printable("a\u0000\u001b[31m\u007f\u009f\u2028\u2029\u202a\u202e\u2066\u2069b")).to.equal(
      "a\ufffd\ufffd[31m\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdb",
    );
    expect(printable(" ~\u00a0\u2027\u202f\u2065\u206aé")).to.equal(" ~\u00a0\u2027\u202f\u2065\u206aé");
  });

  it("cuts what is longer than a screen", () => {
    expect(printable("x".repeat(200))).to.equal("x".repeat(200));
    expect(printable("x".repeat(201))).to.equal(`${"x".repeat(199)}…`);
  });

  it("names a role, or says that it is not known", () => {
    expect(roleText({ kind: "unknown", property: "role" })).to.equal(
      "a role that is unknown until the update",
    );
    expect(roleText({ kind: "unresolved", name: "roles/\u001bnew" })).to.equal("roles/\ufffdnew");
  });
});
