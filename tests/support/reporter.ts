import { reporters, Runner, type Suite, type Test } from "mocha";
import { relative, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END } = Runner.constants;

/** Tests of a folder or file, by how they ended. */
interface Count {
  passed: number;
  failed: number;
  skipped: number;
  milliseconds: number;
}

/**
 * Short where all is well: a dot for each file while it runs, then one line for each folder, the skipped tests with the
 * reason that their titles state, what failed in full, and last `N passed, N failed, N skipped`. With the option
 * `slowest=N` of `--reporter-option`, also the files whose tests take longest.
 */
class FolderReporter extends reporters.Base {
  private readonly folders = new Map<string, Count>();
  private readonly files = new Map<string, number>();
  /** Skipped tests by their reason. */
  private readonly reasons = new Map<string, string[]>();
  private readonly start = Date.now();

  constructor(runner: Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { slowest = 0 } = (options.reporterOptions ?? {}) as { slowest?: number };
    runner.on(EVENT_TEST_PASS, (test) => {
      const folder = this.folderOf(test);
      folder.passed++;
      folder.milliseconds += test.duration ?? 0;
      const file = relative(root, fileOf(test));
      this.files.set(file, (this.files.get(file) ?? 0) + (test.duration ?? 0));
    });
    runner.on(EVENT_TEST_FAIL, (test) => this.folderOf(test).failed++);
    runner.on(EVENT_TEST_PENDING, (test) => {
      this.folderOf(test).skipped++;
      const title = test.fullTitle();
      const reason = reasonOf(title) ?? "no reason is given";
      this.reasons.set(reason, [...(this.reasons.get(reason) ?? []), title]);
    });
    runner.on(EVENT_RUN_END, () => this.summarize(Number(slowest)));
  }

  private folderOf(test: Test): Count {
    const file = relative(root, fileOf(test));
    if (!this.files.has(file)) process.stdout.write(".");
    this.files.set(file, this.files.get(file) ?? 0);
    const name = file.split("/").slice(0, -1).slice(0, 3).join("/");
    const count = this.folders.get(name) ?? { passed: 0, failed: 0, skipped: 0, milliseconds: 0 };
    this.folders.set(name, count);
    return count;
  }

  private summarize(slowest: number): void {
    const line = (text = ""): void => reporters.Base.consoleLog(text);
    line("\n");
    const folders = [...this.folders].sort(([one], [other]) => one.localeCompare(other));
    for (const [name, count] of folders) line(`  ${name.padEnd(28)} ${described(count)}`);
    if (this.reasons.size > 0) line("\nSkipped:");
    for (const [reason, titles] of this.reasons)
      line(
        `  ${titles.length} × ${reason}\n      ${withoutReason(titles[0] ?? "")}${titles.length > 1 ? ", …" : ""}`,
      );
    const files = [...this.files].sort(([, one], [, other]) => other - one).slice(0, slowest);
    for (const [file, milliseconds] of files) line(`  ${seconds(milliseconds).padStart(8)}  ${file}`);
    if (this.failures.length > 0) reporters.Base.list(this.failures);
    const sum = (key: keyof Count): number => folders.reduce((total, [, count]) => total + count[key], 0);
    line(`\nIn ${Math.round((Date.now() - this.start) / 1000)} s:`);
    line(`${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
  }
}

function described({ passed, failed, skipped, milliseconds }: Count): string {
  const parts = [
    `${String(passed).padStart(5)} passed`,
    ...(failed > 0 ? [`${failed} FAILED`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  return `${parts.join(", ")}  ${seconds(milliseconds)}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A hook that fails has no file of its own. */
function fileOf(test: Test): string {
  let at: Test | Suite | undefined = test;
  while (at !== undefined && at.file === undefined) at = at.parent;
  return at?.file ?? root;
}

const skipped = / \(skipped: (.*?)\)(?= |$)/;

/** Tests that are skipped say why in the title of theirs or of a suite around them. */
function reasonOf(title: string): string | undefined {
  return skipped.exec(title)?.[1];
}

function withoutReason(title: string): string {
  return title.replace(skipped, "");
}

export = FolderReporter;
