/** Where a value comes from that nobody knows offline. */
export type Origin =
  | { kind: "setting"; key: string }
  | { kind: "output"; reference: string; output: string }
  | { kind: "function"; token: string; property?: string };

/** Whether a function declares resources itself, has others do something, or makes a value of a value. */
export type Doing = "declares" | "calls" | "computes";

/** What a program's process tells the preview in addition to Pulumi's protocol, one JSON object to a line. */
export type Note =
  /** The program asked for the plain value of something unknown, and got an error with this number. */
  | { note: "refused"; number: number; origin: Origin; at: string }
  /** That error ended in an Input or Output, which is unknown now; `computes`: nothing else was left undone. */
  | { note: "settled"; number: number; computes: boolean }
  /** A function that the program gave for an unknown value did not run. */
  | { note: "skipped"; urns: string[]; at: string; doing: Doing }
  /** The program reads an output of another stack. */
  | { note: "read"; origin: Origin }
  /** The program asked for a setting, not for its plain value, that its stack does not set, though an environment may. */
  | { note: "unset"; key: string }
  /** The SDK is not as this preview knows it, so unknown values reach the program as signs. */
  | { note: "unchanged"; reason: string };

/** Begins the URNs that stand for origins among a value's dependencies. */
export const originUrn = "urn:pulumi:offline::unknown::";

/** The URN that stands for a refusal that was settled. */
export function refusedUrn(number: number): string {
  return `${originUrn}refused::${number}`;
}

/** Begins the message of every error that refuses a plain value. */
export const refusal = "Not known in an offline preview: ";

/** The file descriptor that notes are written to. */
export const notesDescriptor = 3;
