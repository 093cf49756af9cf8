import type { ErrorFacts } from "../google/errorFacts";
import { shellWord } from "../text/shell";
import type { CheckResult } from "./result";

/** The key as far as it may be shown. */
export interface KeyNames {
  email: string;
  keyId: string;
  project: string;
}

type Judgement = Pick<CheckResult, "outcome" | "message" | "remedy">;

/** Seconds that a clock may be wrong before it is worth a word; tokens live an hour. */
const noticeable = 60;

/**
 * Says why the token endpoint refused a key.
 *
 * Google answers a disabled key as a deleted one, and a disabled account as a deleted one, so both are named:
 * https://developers.google.com/identity/protocols/oauth2/service-account#error-codes
 */
export function judgeTokenRefusal(
  facts: ErrorFacts,
  { email, keyId, project }: KeyNames,
  skew: number,
): Judgement {
  const account = shellWord(email);
  if (/signature/i.test(facts.message)) {
    return {
      outcome: "failed",
      message: `Google does not know the key ${keyId} of ${email}: it is disabled, deleted, or was altered in copying.`,
      remedy: {
        commands: [`gcloud iam service-accounts keys enable ${shellWord(keyId)} --iam-account=${account}`],
        advice:
          "A deleted key does not come back: then make another one, and give it to Segment in place of this one.",
      },
    };
  }
  if (/account not found|account has been deleted|account disabled/i.test(facts.message)) {
    return {
      outcome: "failed",
      message: `Google does not find the account ${email}: it is disabled or deleted (an account can be undeleted for 30 days).`,
      remedy: {
        commands: [`gcloud iam service-accounts enable ${account} --project=${shellWord(project)}`],
        advice:
          "If that does not find it: gcloud iam service-accounts undelete UNIQUE_ID; or a new account and key.",
      },
    };
  }
  if (/reasonable timeframe|iat and exp/i.test(facts.message)) {
    return {
      outcome: "failed",
      message: `Google does not take the token request's times: this machine's clock is ${skewText(skew)}.`,
      remedy: { advice: "Set this machine's clock by NTP and check again; the key itself may be fine." },
    };
  }
  if (facts.reason === "invalid_scope" || /audience/i.test(facts.message)) {
    return { outcome: "failed", message: `Google does not take the token request: ${facts.message}` };
  }
  const passing = facts.status === 429 || facts.status >= 500;
  const said = `Google answered ${facts.status}${facts.reason ? ` (${facts.reason})` : ""}: ${facts.message}`;
  return { outcome: passing ? "no answer" : "failed", message: said };
}

/** Compares the clocks: too far apart, and Google takes no token request from here. */
export function judgeClock(skew: number | undefined, refusedForIt: boolean): Judgement {
  if (skew === undefined) return { outcome: "unknown", message: "Google's answer carried no date." };
  const message = `This machine's clock is ${skewText(skew)}.`;
  if (refusedForIt)
    return { outcome: "failed", message, remedy: { advice: "Set this machine's clock by NTP." } };
  return { outcome: Math.abs(skew) > noticeable ? "warning" : "ok", message };
}

/** @param skew seconds that this machine is ahead of Google */
function skewText(skew: number): string {
  const seconds = Math.round(Math.abs(skew));
  if (seconds < noticeable / 10) return "right, as far as Google's answers tell";
  const amount = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return `${amount} ${skew > 0 ? "ahead of" : "behind"} Google's`;
}
