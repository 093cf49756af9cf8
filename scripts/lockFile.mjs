// Writes into package-lock.json where each package is, by a host that does not exist, for npm to put its registry in the place of
// (.npmrc). Run it after `npm install` has changed the file: npm run lock. With --check, says whether all have it.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../package-lock.json", import.meta.url));
const settings = readFileSync(new URL("../.npmrc", import.meta.url), "utf8");
const host = /^replace-registry-host=(.+)$/m.exec(settings)[1];
const lock = JSON.parse(readFileSync(file, "utf8"));

/** A package's address in a registry; the project itself and what npm links have none. */
function addressOf(place, { name = place.replace(/^.*node_modules\//, ""), version, integrity }) {
  if (integrity === undefined) return undefined;
  return `https://${host}/${name}/-/${name.replace(/^.*\//, "")}-${version}.tgz`;
}

/** The entry with the address behind the version, where npm writes it. */
function withAddress(place, entry) {
  const { resolved, ...rest } = entry;
  const fields = Object.entries(rest).flatMap(([key, value]) =>
    key === "version"
      ? Object.entries({ version: value, resolved: addressOf(place, entry) })
      : [[key, value]],
  );
  return Object.fromEntries(fields);
}

const entries = Object.entries(lock.packages);
const others = entries.filter(([place, entry]) => entry.resolved !== addressOf(place, entry));
if (process.argv.includes("--check")) {
  if (others.length > 0) {
    const [[place]] = others;
    console.error(
      `${others.length} of ${entries.length} have no address at ${host}, such as ${place}; run npm run lock.`,
    );
    process.exitCode = 1;
  }
} else {
  for (const [place, entry] of others) lock.packages[place] = withAddress(place, entry);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${others.length} of ${entries.length} addresses written.`);
}
