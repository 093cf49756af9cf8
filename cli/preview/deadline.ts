/** A time limit that was reached. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/** One time limit for everything that a preview waits for. */
export class Deadline {
  readonly #end: number;

  constructor(private readonly seconds: number) {
    this.#end = Date.now() + seconds * 1000;
  }

  /**
   * Waits for something, but not beyond the limit.
   *
   * @param what names the thing waited for: "the program to finish"
   * @throws TimeoutError when the limit comes first
   */
  async wait<T>(promise: Promise<T>, what: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      const message = `Waited ${this.seconds} s for ${what}, and stopped it. Raise --timeout if it needs longer.`;
      timer = setTimeout(() => reject(new TimeoutError(message)), Math.max(0, this.#end - Date.now()));
    });
    try {
      return await Promise.race([promise, limit]);
    } finally {
      clearTimeout(timer);
    }
  }
}
