/** A failure of the program, of a policy pack or of patience that leaves nothing to judge. */
export class PreviewFailure extends Error {
  override readonly name = "PreviewFailure";
}
