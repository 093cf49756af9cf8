// Writes the repository's address wherever a placeholder, or an earlier address, stands:
//   npm run set-repository -- github.com/acme/segment-bigquery
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
const before = /^git\+https:\/\/(.+)\.git$/.exec(manifest.repository.url)[1];
const after = process.argv[2] ?? "";

if (!/^[a-z0-9.-]+\.[a-z]+\/[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/.test(after)) {
  console.error("Give the address without https://, such as github.com/acme/segment-bigquery.");
  process.exit(2);
}

const files = execFileSync("git", ["grep", "-lF", before], { cwd: root, encoding: "utf8" })
  .trim()
  .split("\n");
// The schema names the owner as publisher, too.
const publisher = (address) => `"publisher": "${address.split("/").at(-2)}"`;
for (const file of files) {
  const text = readFileSync(`${root}/${file}`, "utf8");
  const written = text.replaceAll(before, after).replace(publisher(before), publisher(after));
  writeFileSync(`${root}/${file}`, written);
  console.log(file);
}
