// Runs the tests: all of them with two files at a time, those without slow ones by --quick, or the files that are named.
//   npm test                     npm test -- tests/policy/corpus.test.ts -g "Data Editor"
//   npm run test:quick           npm test -- tests/cli/check
// Options of mocha's may follow. JOBS=N runs N files at a time.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const mocha = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");
const given = process.argv.slice(2);
const quick = given.includes("--quick");

const options = given.filter((one) => one !== "--quick" && !existsSync(one));
const named = given.filter((one) => existsSync(one));

/** A file that starts processes, makes many keys or tries random stacks. */
const isSlow = (file) => file.endsWith(".slow.test.ts");
const testsIn = (directory) =>
  readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith(".test.ts") && !name.includes("node_modules"))
    .map((name) => join(directory, name))
    .sort();
const files = (named.length > 0 ? named : [join(root, "tests")]).flatMap((place) =>
  statSync(place).isDirectory() ? testsIn(place) : [place],
);
// Slow ones first: at the end, no worker waits for another's long file.
const spec = [...(quick ? [] : files.filter(isSlow)), ...files.filter((file) => !isSlow(file))];
const one = named.length === 1 && spec[0] === named[0];
const how = one
  ? // As workers do, also where a test that failed has left a server open.
    ["--reporter", "spec", "--exit"]
  : ["--parallel", "--jobs", process.env.JOBS ?? "2", "--reporter", "tests/support/reporter.ts"];

const { status } = spawnSync(process.execPath, [mocha, ...how, ...options, ...spec], {
  cwd: root,
  stdio: "inherit",
  // No test asks the metadata server of the machine that it runs on.
  env: { METADATA_SERVER_DETECTION: "none", ...process.env },
});
process.exitCode = status ?? 1;
