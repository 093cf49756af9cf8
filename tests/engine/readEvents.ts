import * as fs from "node:fs";

/** One step that the engine took or planned: `create`, `update`, `delete-replaced`, `same`, … */
export interface Step {
  op: string;
  type: string;
  urn: string;
}

/** One violation that the pack reported. */
export interface Violation {
  policyName: string;
  enforcementLevel: string;
  message: string;
}

/** What the engine wrote about one operation, each list in the order of its events. */
export interface Events {
  steps: Step[];
  violations: Violation[];
  failures: Step[];
  /**
   * The log itself, without debugging messages: Pulumi's SDK and the provider write secrets into those in plain text,
   * which nobody sees without `pulumi --debug`.
   */
  text: string;
}

interface EngineEvent {
  resourcePreEvent?: { metadata: Step; planning?: boolean };
  resOutputsEvent?: { metadata: Step; planning?: boolean };
  resOpFailedEvent?: { metadata: Step };
  policyEvent?: Violation;
  diagnosticEvent?: { severity: string };
}

/**
 * Reads the engine's event log, of the kind the Automation API reads: one JSON event a line.
 *
 * An operation that previews first writes the steps twice; the planned ones are left out then.
 */
export function readEvents(file: string): Events {
  const events = fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as EngineEvent);
  const finished = events.flatMap(({ resOutputsEvent }) => resOutputsEvent ?? []);
  const done = finished.some(({ planning }) => !planning)
    ? finished.filter(({ planning }) => !planning)
    : finished;
  return {
    steps: once(done.map(({ metadata }) => pick(metadata)).filter(isNoProvider)),
    violations: events.flatMap(({ policyEvent }) => policyEvent ?? []),
    failures: events
      .flatMap(({ resOpFailedEvent }) => resOpFailedEvent ?? [])
      .map(({ metadata }) => pick(metadata)),
    text: events
      .filter(({ diagnosticEvent }) => diagnosticEvent?.severity !== "debug")
      .map((event) => JSON.stringify(event))
      .join("\n"),
  };
}

function pick({ op, type, urn }: Step): Step {
  return { op, type, urn };
}

/** The default providers are the engine's own, and `pulumi preview` is silent about them. */
export function isNoProvider({ urn }: { urn: string }): boolean {
  return !urn.includes("::pulumi:providers:");
}

/** A component's outputs come in a second event of the same step. */
function once(steps: Step[]): Step[] {
  return [...new Map(steps.map((step) => [`${step.op} ${step.urn}`, step])).values()];
}
