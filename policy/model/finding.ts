/** One thing that a rule has found; made into a message by the wording, compared by the tests. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  /** The resource to look at; undefined where it is the stack as a whole. */
  readonly urn?: string;
  readonly message: string;
}
