/** Thrown on the way: a failure of the program, of a policy pack or of patience that leaves nothing to judge. */
export class PreviewFailure extends Error {
  override readonly name = "PreviewFailure";
}

/** A preview that came to nothing: why, and what the program printed until then, secrets removed. */
export class PreviewError extends Error {
  override readonly name = "PreviewError";
  constructor(
    message: string,
    readonly output: string,
  ) {
    super(message);
  }
}
