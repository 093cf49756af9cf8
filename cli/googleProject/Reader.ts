import { GoogleRefusal } from "../google/errors";
import type { GoogleClient, GoogleRequest } from "../google/GoogleClient";
import { isRecord, type JsonRecord, records, text, texts } from "../google/json";
import type { Binding, Unread } from "./GoogleProject";

/** Reads one thing after another and keeps a list of what was refused, or not shown. */
export class Reader {
  readonly unread: Unread[] = [];
  /** Id and number of the project that is read, as `projects/…`. */
  private own: readonly string[] = [];

  constructor(readonly client: GoogleClient) {}

  /** Tells which project is read, by its id and, where it is known, its number. */
  reads(project: string, number: string | undefined): void {
    this.own = [project, ...(number === undefined ? [] : [number])].map((one) => `projects/${one}`);
  }

  /**
   * What `work` answers, or `otherwise` where Google refuses it; the refusal is noted.
   *
   * @throws NoAnswer, and GoogleRefusal where Google is out of order: then nothing more can be read
   */
  async try<T>(subject: string, work: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof GoogleRefusal)) throw error;
      const { status, info, message, metadata } = error.facts;
      if (status === 401 || status === 429 || status >= 500) throw error;
      if (info !== "SERVICE_DISABLED") this.note(subject, `it could not be read: ${message}`);
      // Where the project itself has not enabled an API, nothing of its kind is in use there.
      else if (!this.own.includes(metadata["consumer"] ?? "")) {
        this.note(
          subject,
          `it could not be read: ${metadata["service"] ?? "the API"} is not enabled in ${metadata["consumer"] ?? "the project"} that your requests are charged to; enable it there, or choose another project with \`gcloud auth application-default set-quota-project\``,
        );
      }
      return otherwise;
    }
  }

  /** Notes what was not read, each thing once. */
  note(subject: string, reason: string): void {
    if (!this.unread.some((one) => one.subject === subject)) this.unread.push({ subject, reason });
  }

  /**
   * The bindings of a resource's policy. Version 3 is asked for, or conditions would be left out; where it goes differs:
   * https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts/getIamPolicy takes a query parameter.
   *
   * @param what the resource, for what is noted
   */
  async bindings(
    what: string,
    request: Pick<GoogleRequest, "api" | "path"> & { method?: "GET" | "POST"; versionIn?: "body" | "query" },
  ): Promise<Binding[]> {
    const { api, path, method = "POST", versionIn = "body" } = request;
    const policy = await this.client.request({
      ...{ api, path, method, safeToRepeat: true },
      ...(versionIn === "query"
        ? { query: { "options.requestedPolicyVersion": "3" } }
        : { body: { options: { requestedPolicyVersion: 3 } } }),
    });
    return this.judgeable(what, bindingsIn(policy));
  }

  /** Leaves out what stands for a role with a condition that Google has not shown, and notes it. */
  judgeable<T extends { readonly role?: unknown }>(what: string, entries: readonly T[]): T[] {
    return entries.filter(({ role }) => {
      if (typeof role !== "string" || !hiddenCondition.test(role)) return true;
      this.note(
        `${role} on ${what}`,
        "Google has not shown the condition behind this name, so what it grants is not judged",
      );
      return false;
    });
  }
}

/** What a policy read without its conditions shows in place of a conditional role. */
const hiddenCondition = /_with(?:cond|_conditionalbinding)_[0-9a-f]+$/;

/** The bindings of a policy. */
export function bindingsIn(policy: JsonRecord): Binding[] {
  return records(policy["bindings"]).map((binding) => ({
    role: text(binding["role"]) ?? "",
    members: texts(binding["members"]),
    ...(isRecord(binding["condition"]) && { condition: binding["condition"] }),
  }));
}

/** Works through the items, a few at a time, and answers in their order. The first failure ends it. */
export async function pool<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
