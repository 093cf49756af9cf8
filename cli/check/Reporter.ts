import type { Redactor } from "../google/Redactor";
import { type ErrorFacts, GoogleRefusal, NoAnswer } from "../google/errors";
import { judgeRefusal } from "./judgeRefusal";
import type { Attempted, CheckId, CheckResult, Remedy, Setting } from "./result";

/** How a request ended, as a value that can be judged. */
export type Attempt<T> =
  { kind: "answer"; value: T } | { kind: "refusal"; facts: ErrorFacts } | { kind: "none"; why: string };

/** Turns what a request throws into a value; anything that is not Google's doing is thrown on. */
export async function attempt<T>(work: Promise<T>): Promise<Attempt<T>> {
  try {
    return { kind: "answer", value: await work };
  } catch (error) {
    if (error instanceof GoogleRefusal) return { kind: "refusal", facts: error.facts };
    if (error instanceof NoAnswer) return { kind: "none", why: error.message };
    throw error;
  }
}

/** What a check is about. */
export interface Subject {
  id: CheckId;
  target: string;
  tried: string;
}

/** Collects results, in the order in which they were found. */
export class Reporter {
  readonly results: CheckResult[] = [];

  constructor(
    private readonly setting: Setting,
    private readonly redactor: Redactor,
    private readonly onResult: (result: CheckResult) => void = () => undefined,
  ) {}

  /** Adds a result. */
  add(
    subject: Subject,
    outcome: CheckResult["outcome"],
    message: string,
    more: { permissions?: string[]; remedy?: Remedy } = {},
  ): void {
    const result: CheckResult = {
      id: subject.id,
      target: this.redactor.clean(subject.target),
      tried: this.redactor.clean(subject.tried),
      outcome,
      message: this.redactor.clean(message),
      permissions: more.permissions ?? [],
      ...(more.remedy && { remedy: this.cleaned(more.remedy) }),
    };
    this.results.push(result);
    this.onResult(result);
  }

  /** Google's words are in messages and remedies, and could quote what was sent. */
  private cleaned({ stackConfig, commands, advice }: Remedy): Remedy {
    const clean = (text: string): string => this.redactor.clean(text);
    return {
      ...(stackConfig !== undefined && { stackConfig: clean(stackConfig) }),
      ...(commands && { commands: commands.map(clean) }),
      ...(advice !== undefined && { advice: clean(advice) }),
    };
  }

  /** Adds the result of a request, and returns its value if it succeeded. */
  judge<T>(
    subject: Subject,
    attempted: Attempt<T>,
    tried: Attempted,
    whenAnswered: (value: T) => string | undefined,
  ): T | undefined {
    if (attempted.kind === "answer") {
      const message = whenAnswered(attempted.value);
      if (message !== undefined) this.add(subject, "ok", message);
      return attempted.value;
    }
    if (attempted.kind === "none")
      this.add(subject, "undetermined", `Google did not answer: ${attempted.why}.`);
    else {
      const { outcome, message, permissions, remedy } = judgeRefusal(attempted.facts, tried, this.setting);
      this.add(subject, outcome, message, { permissions, remedy });
    }
    return undefined;
  }
}
