import { load } from "js-yaml";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unknown, type TestResource } from "../support";

/** One written case: a stack in, all that the pack says of it out. */
export interface CorpusCase {
  /** Folder of the case's file. */
  readonly topic: string;
  readonly file: string;
  readonly title: string;
  readonly config: object;
  readonly resources: readonly TestResource[];
  readonly verdicts: readonly {
    readonly rule: string;
    readonly level: string;
    /** Name of the resource to look at; none where the finding is about the stack. */
    readonly resource?: string;
    readonly says: readonly string[];
  }[];
}

/** A resource, or a list that stands for all in it. */
type Listed = TestResource | readonly Listed[];

/** A file of cases; what several of them need is named once under `shared`, what several files need in `shared.yaml`. */
interface CorpusFile {
  /** Config of every case that has none of its own. */
  readonly config: object;
  readonly shared?: readonly unknown[];
  readonly cases: readonly (Omit<CorpusCase, "topic" | "file" | "config" | "resources"> & {
    readonly config?: object;
    readonly resources: readonly Listed[];
  })[];
}

/** What the cases of all topics, and those of one topic, have in common: an alias of YAML reaches no other file. */
const sharedFile = "shared.yaml";

/** What the files hold in place of a value that is unknown until the update. */
const unknownInFiles = "«unknown»";

/** Every case of the corpus, in the order of topics and files. */
export function readCorpus(): CorpusCase[] {
  return readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: topic }) =>
      readdirSync(join(__dirname, topic))
        .filter((file) => file !== sharedFile)
        .sort()
        .flatMap((file) => casesIn(topic, file)),
    );
}

function casesIn(topic: string, file: string): CorpusCase[] {
  const text = [join(__dirname, sharedFile), join(__dirname, topic, sharedFile), join(__dirname, topic, file)]
    .filter(existsSync)
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
  const { config, cases } = load(text.replaceAll(unknownInFiles, unknown)) as CorpusFile;
  return cases.map((one) => ({ config, ...one, resources: one.resources.flatMap(listed), topic, file }));
}

function listed(one: Listed): readonly TestResource[] {
  return "type" in one ? [one] : one.flatMap(listed);
}
