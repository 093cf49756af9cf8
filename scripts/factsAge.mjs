// Says which facts of docs/facts.md were read more than 90 days ago. Exit code 1 where there are such.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const limit = 90;
const text = readFileSync(fileURLToPath(new URL("../docs/facts.md", import.meta.url)), "utf8");
const today = process.argv[2] === undefined ? Date.now() : Date.parse(process.argv[2]);
const facts = [...text.matchAll(/^\| (.+?) +\| (.+?) +\| (\d{4}-\d\d-\d\d) +\|$/gm)].map(
  ([, fact, source, date]) => ({
    fact,
    source,
    date,
    days: Math.floor((today - Date.parse(date)) / 86_400_000),
  }),
);
const old = facts.filter(({ days }) => days > limit);
for (const { fact, source, date, days } of old) console.log(`${date} (${days} days): ${fact}\n  ${source}`);
console.log(`${old.length} of ${facts.length} facts are older than ${limit} days.`);
process.exitCode = old.length > 0 ? 1 : 0;
