/** Arguments that cannot be run. The message says what is wrong, what was given and what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  constructor(
    message: string,
    /** The command that explains more; by default, the help of the command that runs. */
    readonly hint?: string,
  ) {
    super(message);
  }
}
