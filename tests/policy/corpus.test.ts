import { expect } from "chai";
import { readCorpus, type CorpusCase } from "./corpus/readCorpus";
import { verdicts } from "./support";

/** Judges a case, and compares all findings with all expected ones, whatever their order. */
function check({ resources, config, verdicts: expected }: CorpusCase): void {
  const found = verdicts(resources, config).map(({ rule, level, urn, message }) => ({
    rule,
    level,
    resource: urn?.slice(urn.lastIndexOf("::") + 2),
    message,
  }));
  const left = [...found];
  const lacking = expected.filter(({ rule, level, resource, says }) => {
    const at = left.findIndex(
      (one) =>
        one.rule === rule &&
        one.level === level &&
        one.resource === resource &&
        says.every((part) => one.message.includes(part)),
    );
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  });
  const report = (what: string, list: readonly object[]) =>
    list.map((one) => `${what}: ${JSON.stringify(one)}`);
  // Where an id is not known yet, the name of the resource that gives it is shown.
  const withUrn = found.filter(({ message }) => message.includes("urn:pulumi:"));
  expect([
    ...report("expected", lacking),
    ...report("unexpected", left),
    ...report("with a URN", withUrn),
  ]).to.deep.equal([]);
}

describe("corpus", () => {
  const corpus = readCorpus();
  for (const topic of new Set(corpus.map((one) => one.topic)))
    describe(topic, () => {
      const cases = corpus.filter((one) => one.topic === topic);
      for (const one of cases) it(`${one.title} (${one.file})`, () => check(one));

      it("has a title of its own for every case", () => {
        const titles = cases.map(({ title }) => title);
        expect(titles.filter((title, index) => titles.indexOf(title) < index)).to.deep.equal([]);
      });

      it("holds cases that accept and cases that reject", () => {
        const some = (start: RegExp) => cases.some(({ title }) => start.test(title));
        expect([some(/^accepts /), some(/^(?:rejects|advises|cannot tell) /)]).to.deep.equal([true, true]);
      });
    });
});
