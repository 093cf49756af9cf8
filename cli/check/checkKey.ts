import type { ClientOptions } from "../google/GoogleClient";
import { exchangeKey } from "../google/exchangeKey";
import type { ServiceAccountKey } from "../google/ServiceAccountKey";
import { attempt } from "./attempt";
import { judgeClock, judgeTokenRefusal } from "./judgeKey";
import type { Reporter } from "./Reporter";

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
  else if (exchanged.kind === "none") reporter.add(token, "no answer", exchanged.why);
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
      "warning",
      `The account belongs to project ${key.project}, but queries are to run in ${project}: is it the right key, or the right project?`,
      {
        remedy: {
          advice: `Pass --project ${key.project}, or the key of an account of ${project}, unless that is meant.`,
        },
      },
    );
  }
}
