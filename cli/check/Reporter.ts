import type { Attempt } from "./attempt";
import type { CheckId } from "./checkIds";
import { judgeRefusal, type Wanted } from "./judgeRefusal";
import type { Setting } from "./remedies";
import type { CheckResult, Remedy } from "./result";

/** What a check is about. */
export interface SegmentAccount {
  id: CheckId;
  target: string;
  tried: string;
}

/** Collects results, in the order in which they were found. */
export class Reporter {
  readonly results: CheckResult[] = [];

  constructor(
    private readonly setting: Setting,
    private readonly onResult: (result: CheckResult) => void = () => undefined,
  ) {}

  /** Adds a result. */
  add(
    segment: SegmentAccount,
    outcome: CheckResult["outcome"],
    message: string,
    more: { permissions?: string[]; remedy?: Remedy } = {},
  ): void {
    const result: CheckResult = {
      ...segment,
      outcome,
      message,
      permissions: more.permissions ?? [],
      ...(more.remedy && { remedy: more.remedy }),
    };
    this.results.push(result);
    this.onResult(result);
  }

  /** Adds what a request came to, and answers its value where it succeeded. */
  judge<T>(
    segment: SegmentAccount,
    attempted: Attempt<T>,
    wanted: Wanted,
    whenAnswered: (value: T) => string | undefined,
  ): T | undefined {
    if (attempted.kind === "answer") {
      const message = whenAnswered(attempted.value);
      if (message !== undefined) this.add(segment, "ok", message);
      return attempted.value;
    }
    if (attempted.kind === "none") this.add(segment, "no answer", attempted.why);
    else {
      const { outcome, message, permissions, remedy } = judgeRefusal(attempted.facts, wanted, this.setting);
      this.add(segment, outcome, message, { permissions, remedy });
    }
    return undefined;
  }
}
