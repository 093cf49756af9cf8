// The version stands in package.json alone; `npm version` runs this to write it wherever else it has to be.
// With --check, says what differs and changes nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url));
const read = (file) => JSON.parse(readFileSync(at(file), "utf8"));
const { version } = read("package.json");
const check = process.argv.includes("--check");

for (const file of [
  "policy/package.json",
  "components/package.json",
  "components/package-lock.json",
  "components/schema.json",
]) {
  const content = read(file);
  const lock = content.packages?.[""];
  if (content.version === version && (lock === undefined || lock.version === version)) continue;
  if (check) {
    console.error(`${file} says ${content.version}, package.json ${version}; run node scripts/version.mjs.`);
    process.exitCode = 1;
    continue;
  }
  content.version = version;
  if (lock !== undefined) lock.version = version;
  writeFileSync(at(file), `${JSON.stringify(content, null, 2)}\n`);
}
