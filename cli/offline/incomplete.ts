/** A part of the stack that the offline preview could not see, so that nothing about it can be called accepted. */
export interface Incomplete {
  /** What could not be judged: a resource, a function, a configuration key. */
  subject: string;
  /** Why, and what to do about it. */
  reason: string;
}

/** Collects what could not be judged, each thing once. */
export class IncompleteList {
  readonly #items = new Map<string, Incomplete>();

  add(subject: string, reason: string): void {
    this.#items.set(`${subject}\n${reason}`, { subject, reason });
  }

  /** Sorted, because programs register in no fixed order. */
  list(): Incomplete[] {
    return [...this.#items.values()].sort((a, b) =>
      a.subject === b.subject ? compare(a.reason, b.reason) : compare(a.subject, b.subject),
    );
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
