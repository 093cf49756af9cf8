import type { Conflict } from "../verdicts/hygiene/conflicts";
import { abridged, printable } from "./lists";
import { where } from "./places";

export function conflictMessage(conflict: Conflict): string {
  switch (conflict.kind) {
    case "authoritative": {
      const { writer, beside } = conflict;
      const what =
        writer.shape === "policy"
          ? "decides alone who holds which role"
          : `decides alone who holds ${printable(writer.roleName)}`;
      return (
        `${resource(writer.type, writer.name)} ${what} on ${where(writer.scope)}, and takes away what ${names(beside)} ` +
        `${beside.length === 1 ? "grants" : "grant"} there; grant it in one way only.`
      );
    }
    case "list": {
      const { dataset, beside } = conflict;
      return (
        `The accesses of ${where(dataset.scope)} (${printable(dataset.resource.name)}) are stated beside ${names(beside)}: the next change ` +
        "of the list takes away what they grant; take accesses out of the dataset, or put all of its grants into it."
      );
    }
    case "views": {
      const { writer, dropped } = conflict;
      const objects = abridged([...new Set(dropped.map(({ object }) => where(object)))].sort());
      return (
        `${resource(writer.type, writer.name)} drops what is authorized on ${where(writer.scope)} (${objects}), for the policy that it writes holds ` +
        "members alone; grant by DatasetIamMember, which keeps it."
      );
    }
  }
}

function resource(type: string, name: string): string {
  return `${printable(type)} ${printable(name)}`;
}

function names(writers: readonly { readonly name: string }[]): string {
  return abridged([...new Set(writers.map(({ name }) => printable(name)))].sort());
}
