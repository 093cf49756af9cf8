import { GoogleRefusal } from "../google/errors";
import type { GoogleClient, GoogleRequest } from "../google/GoogleClient";
import { isRecord, records, text, texts, type JsonRecord } from "../google/json";
import type { Binding, Unread } from "./GoogleProject";

/** Reads one thing after another and keeps a list of what was refused. */
export class Reader {
  readonly unread: Unread[] = [];

  constructor(readonly client: GoogleClient) {}

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
      const { status, info, message } = error.facts;
      if (status === 401 || status === 429 || status >= 500) throw error;
      // Where an API is not enabled there is nothing of its kind in use.
      if (info !== "SERVICE_DISABLED") this.note(subject, `it could not be read: ${message}`);
      return otherwise;
    }
  }

  /** Notes what was not read, each thing once. */
  note(subject: string, reason: string): void {
    if (!this.unread.some((one) => one.subject === subject)) this.unread.push({ subject, reason });
  }

  /** The bindings of a resource's policy; version 3 is asked for, or conditions would be left out. */
  async bindings(request: Pick<GoogleRequest, "api" | "path"> & { get?: boolean }): Promise<Binding[]> {
    const { api, path, get = false } = request;
    const policy = await this.client.request(
      get
        ? { api, path, method: "GET", query: { "options.requestedPolicyVersion": "3" } }
        : { api, path, method: "POST", body: { options: { requestedPolicyVersion: 3 } }, safeToRepeat: true },
    );
    return bindingsIn(policy);
  }
}

function bindingsIn(policy: JsonRecord): Binding[] {
  return records(policy["bindings"]).map((binding) => ({
    role: text(binding["role"]) ?? "",
    members: texts(binding["members"]),
    ...(isRecord(binding["condition"]) && { condition: binding["condition"] }),
  }));
}
