import type { State } from "../report";
import { safe, type Html } from "./html";

/** What each state means, for the legend. */
export const meanings: Readonly<Record<State, string>> = {
  excess: "allows more than Segment needs there",
  missing: "Segment needs it, and nothing grants it",
  "cannot tell": "not known yet, or nobody has declared whether Segment needs it",
  needed: "Segment needs it there, and it allows no more than the profile accepts",
  accepted: "not needed there, yet accepted by the profile",
};

/** A state as a coloured word; the sign before it tells it apart without colour. */
export function stateChip(state: State): Html {
  return safe`<span class="chip ${stateClass(state)}">${state}</span>`;
}

export function stateClass(state: State): string {
  return `is-${state.replace(" ", "-")}`;
}

/** A resource's URN as its name and type. */
export function resourceText(urn: string): string {
  const parts = urn.split("::");
  const type = parts[2]?.split("$").at(-1);
  const name = parts.slice(3).join("::");
  return type === undefined || name === "" ? urn : `${name} (${type})`;
}
