import { spawn, type ChildProcess } from "node:child_process";

/** A process of Pulumi's that the preview started: its output, its end, and the means to end it. */
export interface ChildHost {
  /** Undefined when it could not be started. */
  pid: number | undefined;
  stdout(): string;
  stderr(): string;
  /** Resolves once the process and its pipes are closed; never rejects. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Runs for every piece that the process prints. */
  onStdout(listener: () => void): void;
  /** What the process wrote to its fourth descriptor so far. */
  notes(): string;
  kill(): void;
}

/** More than this of a process's output is dropped from the front: a looping program must not fill the memory. */
const mostOutput = 1_000_000;

/** Starts a process in a group of its own, so that what it starts ends with it. */
export function startChild(args: string[], cwd: string, env: NodeJS.ProcessEnv): ChildHost {
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  const [, stdout, stderr, notes] = child.stdio.map((stream) =>
    collect(stream as NodeJS.ReadableStream | null),
  );
  const kill = (): void => {
    if (child.exitCode === null && child.signalCode === null) killGroup(child);
  };
  const killOnSignal = (signal: NodeJS.Signals): void => {
    kill();
    // With the handlers gone, the signal does to this process what it would have done without them.
    release();
    process.kill(process.pid, signal);
  };
  const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  const release = (): void => {
    process.off("exit", kill);
    for (const signal of signals) process.off(signal, killOnSignal);
  };
  process.once("exit", kill);
  for (const signal of signals) process.once(signal, killOnSignal);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("error", () => resolve({ code: null, signal: null }));
    // What the process left running would keep its pipes open, and this promise waiting.
    child.once("exit", () => killGroup(child));
    child.once("close", (code, signal) => resolve({ code, signal }));
  }).finally(release);
  return {
    pid: child.pid,
    stdout: () => stdout?.text ?? "",
    stderr: () => stderr?.text ?? "",
    ended,
    notes: () => notes?.text ?? "",
    onStdout: (listener) => void child.stdout?.on("data", listener),
    kill,
  };
}

function collect(stream: NodeJS.ReadableStream | null): { text: string } {
  const collected = { text: "" };
  stream?.setEncoding("utf8");
  stream?.on("data", (piece: string) => {
    collected.text = (collected.text + piece).slice(-mostOutput);
  });
  return collected;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}
