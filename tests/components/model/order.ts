import type { Operation } from "./engine";

/**
 * The operations in another order in which the engine, which does much at once, may do them: what a resource depends on
 * comes before it is created, what depends on it before it is deleted, and deletions at the end.
 */
export function inAnotherOrder(operations: readonly Operation[], order: Iterator<number>): Operation[] {
  const left = [...operations];
  const done: Operation[] = [];
  while (left.length > 0) {
    const ready = left.filter(
      (one) => !left.some((other) => other !== one && comesBefore(other, one, operations)),
    );
    const chosen = ready[(order.next().value as number) % ready.length] as Operation;
    done.push(chosen);
    left.splice(left.indexOf(chosen), 1);
  }
  return done;
}

function comesBefore(first: Operation, second: Operation, all: readonly Operation[]): boolean {
  const atEnd = (one: Operation) => one.kind === "delete" && !recreated(one, all);
  if (atEnd(second)) {
    if (!atEnd(first)) return true;
    return dependsOn(oldOf(first), oldOf(second));
  }
  if (atEnd(first)) return false;
  if (second.kind === "delete") return first.kind === "delete" && dependsOn(first.old, second.old);
  if (first.kind === "delete")
    return first.old.name === second.made.name && first.old.type === second.made.type;
  return dependsOn(second.made, first.made);
}

/** Whether a deletion is the first half of a replacement. */
function recreated({ old }: Extract<Operation, { kind: "delete" }>, all: readonly Operation[]): boolean {
  return all.some((one) => one.kind === "create" && one.made.name === old.name && one.made.type === old.type);
}

function oldOf(operation: Operation) {
  return operation.kind === "delete" ? operation.old : operation.made;
}

function dependsOn(
  one: { readonly dependencies: readonly string[] },
  other: { readonly name: string },
): boolean {
  return one.dependencies.includes(other.name);
}
