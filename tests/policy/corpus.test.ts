import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unknown, verdicts, type TestResource } from "./support";

/** One written case: a stack in, all that the pack says of it out. */
interface Case {
  readonly title: string;
  readonly config?: object;
  readonly resources: readonly TestResource[];
  readonly verdicts: readonly {
    readonly rule: string;
    readonly level: string;
    /** Name of the resource to look at; none where the finding is about the stack. */
    readonly resource?: string;
    readonly says: readonly string[];
  }[];
}

const corpus = join(__dirname, "corpus");
/** What stands in the files for a value that is not known yet. */
const notKnown = JSON.stringify("«unknown»");

function casesIn(file: string): Case[] {
  const text = readFileSync(join(corpus, file), "utf8");
  return JSON.parse(text.replaceAll(notKnown, JSON.stringify(unknown))) as Case[];
}

/** Judges a case, and compares all findings with all expected ones, whatever their order. */
function check({ resources, config, verdicts: expected }: Case): void {
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
  expect([...report("expected", lacking), ...report("unexpected", left)]).to.deep.equal([]);
}

describe("corpus", () => {
  const topics = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const titles = new Set<string>();
  for (const { name: topic } of topics)
    describe(topic, () => {
      for (const file of readdirSync(join(corpus, topic)).filter((one) => one.endsWith(".json")))
        for (const one of casesIn(join(topic, file))) {
          const title = `${one.title} (${file})`;
          if (titles.has(`${topic} ${one.title}`))
            throw new Error(`Two cases of ${topic} are titled alike: ${one.title}`);
          titles.add(`${topic} ${one.title}`);
          it(title, () => check(one));
        }
    });

  it("holds cases of every topic that accept and that reject", () => {
    for (const { name: topic } of topics) {
      const own = [...titles].filter((title) => title.startsWith(`${topic} `));
      expect(
        own.some((title) => title.includes(" accepts ")),
        `${topic} accepts`,
      ).to.equal(true);
      expect(
        own.some((title) => / (?:rejects|advises|cannot tell) /.test(title)),
        `${topic} rejects`,
      ).to.equal(true);
    }
  });
});
