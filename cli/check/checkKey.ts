import type { ClientOptions } from "../google/GoogleClient";
import { exchangeKey, type ServiceAccountKey } from "../google/ServiceAccountKey";
import { attempt, type Reporter } from "./Reporter";
import type { ErrorFacts } from "../google/errors";
import { shellWord } from "../text";
import type { CheckResult } from "./result";

/** Exchanges the key for a token; undefined where nothing further can be tried. */
export async function checkKey(
  key: ServiceAccountKey,
  project: string,
  options: Omit<ClientOptions, "credentials" | "onDate">,
  reporter: Reporter,
): Promise<string | undefined> {
  const { email, keyId } = key;
  const target = email;
  reporter.add(
    { id: "key.file", target, tried: "reading the key" },
    "ok",
    `Key ${keyId} of ${email}, an RSA key in a service account's JSON file.`,
  );
  let skew: number | undefined;
  const onDate = (date: Date): void => {
    // The header has no fractions: half a second is the best guess.
    skew = (Date.now() - date.getTime() - 500) / 1000;
  };
  const exchanged = await attempt(exchangeKey(key, { ...options, onDate }));
  const refused =
    exchanged.kind === "refusal" ? judgeTokenRefusal(exchanged.facts, key, skew ?? 0) : undefined;
  const tried = "POST https://oauth2.googleapis.com/token with a signed assertion";
  const token = { id: "key.token", target, tried } as const;
  if (exchanged.kind === "answer") reporter.add(token, "ok", `Google gave an access token for ${email}.`);
  else if (exchanged.kind === "none")
    reporter.add(token, "undetermined", `Google did not answer: ${exchanged.why}.`);
  else if (refused) reporter.add(token, refused.outcome, refused.message, { remedy: refused.remedy });
  if (exchanged.kind !== "none") {
    const clock = judgeClock(skew, refused !== undefined && /clock/.test(refused.message));
    reporter.add(
      { id: "key.clock", target: "this machine", tried: "comparing with the Date header of the answer" },
      clock.outcome,
      clock.message,
      { remedy: clock.remedy },
    );
  }
  checkHome(key, project, reporter);
  return exchanged.kind === "answer" ? exchanged.value.value : undefined;
}

/** An account of another project works, yet mostly means that a key was mixed up. */
function checkHome(key: ServiceAccountKey, project: string, reporter: Reporter): void {
  const segment = {
    id: "key.home",
    target: key.email,
    tried: "comparing the key's project_id with --project",
  } as const;
  if (key.project === project) reporter.add(segment, "ok", `The account belongs to project ${project}.`);
  else {
    reporter.add(
      segment,
      "ok",
      `The account belongs to project ${key.project}, but queries run in ${project}: is it the right key, or the right project?`,
      {
        remedy: {
          advice: `Pass --project ${key.project}, or the key of an account of ${project}, unless that is meant.`,
        },
      },
    );
  }
}

/** The key as far as it may be shown. */
interface KeyNames {
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
          "A deleted key does not come back: make another one, and give it to Segment instead of this one.",
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
  return { outcome: passing ? "undetermined" : "failed", message: said };
}

/** Compares the clocks: too far apart, and Google takes no token request from here. */
export function judgeClock(skew: number | undefined, refusedForIt: boolean): Judgement {
  if (skew === undefined) return { outcome: "undetermined", message: "Google's answer carried no date." };
  const message = `This machine's clock is ${skewText(skew)}.`;
  const remedy = { advice: "Set this machine's clock by NTP." };
  if (refusedForIt) return { outcome: "failed", message, remedy };
  return { outcome: "ok", message, ...(Math.abs(skew) > noticeable && { remedy }) };
}

/** @param skew seconds that this machine is ahead of Google */
function skewText(skew: number): string {
  const seconds = Math.round(Math.abs(skew));
  if (seconds < noticeable / 10) return "right, as far as Google's answers tell";
  const amount = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return `${amount} ${skew > 0 ? "ahead of" : "behind"} Google's`;
}
