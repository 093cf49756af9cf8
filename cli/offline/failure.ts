/** The program or a policy pack failed, or the time is up: nothing can be judged. */
export class PreviewFailure extends Error {
  override readonly name = "PreviewFailure";
}

/** A preview that failed: why, and what the program printed until then, secrets removed. */
export class PreviewError extends Error {
  override readonly name = "PreviewError";
  constructor(
    message: string,
    readonly output: string,
  ) {
    super(message);
  }
}
