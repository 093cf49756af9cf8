import { expect } from "chai";
import { glob } from "../../../policy/stack/text";

describe("a pattern with stars", () => {
  const table: readonly [pattern: string, matching: readonly string[], others: readonly string[]][] = [
    ["segment", ["segment"], ["segments", "a segment", "SEGMENT", ""]],
    ["", [""], ["a"]],
    ["*", ["", "a", "a*b"], []],
    ["**", ["", "ab"], []],
    ["segment*", ["segment", "segment@acme", "segment*"], ["asegment", "segmen"]],
    ["*@acme", ["@acme", "a@acme"], ["a@acme.com", "@acm"]],
    ["a*b", ["ab", "a-b", "abab"], ["a", "b", "ba", "abc", "cab"]],
    ["a*a", ["aa", "aba"], ["a", "ab", "ba"]],
    ["ab*bc", ["abbc", "ab-bc"], ["abc"]],
    ["*a*", ["a", "ab", "ba", "bab"], ["", "b"]],
    ["*aa*a", ["aaa", "baaca"], ["aa", "aab"]],
    ["a*bc*d", ["abcd", "axbcxd", "abcbcd"], ["abd", "acbd", "abc", "abc d e", "adbc"]],
    ["a*bc*cd", ["abccd"], ["abcd"]],
    ["x*a*b*y", ["xaby", "x1a2b3y"], ["xbay", "xay", "aby"]],
    ["x*aba*aba*y", ["xabaabay"], ["xababay"]],
    [
      "bigquery.tables.*",
      ["bigquery.tables.get", "bigquery.tables."],
      ["bigquery.tables", "bigqueryXtablesXget"],
    ],
  ];
  for (const [pattern, matching, others] of table)
    it(`${JSON.stringify(pattern)} takes what it describes and nothing else`, () => {
      const test = glob(pattern);
      expect(matching.filter((text) => !test(text))).to.deep.equal([]);
      expect(others.filter((text) => test(text))).to.deep.equal([]);
    });
});
