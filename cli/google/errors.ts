import type { ErrorFacts } from "./errorFacts";

/** Google has answered, with an error. */
export class GoogleRefusal extends Error {
  override readonly name = "GoogleRefusal";
  constructor(
    /** The request, as `GET https://…`, without its query. */
    readonly request: string,
    readonly facts: ErrorFacts,
  ) {
    super(
      `${request} was refused (${facts.status}${facts.reason ? `, ${facts.reason}` : ""}): ${facts.message}`,
    );
  }
}

/** Google has not answered, or not in time, or not in JSON: nothing can be said of what was asked. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  constructor(
    readonly request: string,
    readonly why: string,
  ) {
    super(`${request} got no answer: ${why}`);
  }
}
