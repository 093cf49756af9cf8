import type { State } from "../report";
import { safe, type Html } from "./html";

/** What each state means, for the legend. */
export const meanings: Readonly<Record<State, string>> = {
  excess: "allows more than Segment needs there",
  missing: "Segment needs it, and nothing grants it",
  undetermined: "not known yet, or nobody has declared whether Segment needs it",
  needed: "Segment needs it there, and it allows no more than the profile accepts",
  allowed: "not needed there, yet the profile allows it",
};

/** A line of shell, with a button that copies it where scripts run. */
export function command(line: string): Html {
  return safe`<div class="command"><code>${line}</code><button type="button" class="copy" hidden>Copy</button></div>`;
}

/** A state as a colored word; the sign before it tells it apart without color. */
export function stateChip(state: State): Html {
  return safe`<span class="chip ${stateClass(state)}">${state}</span>`;
}

export function stateClass(state: State): string {
  return `is-${state}`;
}

/** A resource's URN as its name and type. */
export function resourceText(urn: string): string {
  const parts = urn.split("::");
  const type = parts[2]?.split("$").at(-1);
  const name = parts.slice(3).join("::");
  if (type === undefined || name === "") return urn;
  // What was read at Google has a name that says what it is.
  return urn.startsWith("urn:pulumi:google::") ? name : `${name} (${type})`;
}
