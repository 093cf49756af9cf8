import { KeySlot, RotationStep } from "../args/enums";

/** What a key in a slot is for at a step. */
export type SlotState =
  /** Segment uses it. */
  | "inUse"
  /** Segment must get this key; the other one still works. */
  | "entering"
  /** Segment does not use it any more. */
  | "retiring";

/** What a step means. */
export interface StepFacts {
  /** The keys that exist. */
  readonly slots: Readonly<Partial<Record<KeySlot, SlotState>>>;
  /** The key that Segment has, or must get. */
  readonly entered: KeySlot;
  readonly next: RotationStep;
  /** The step that undoes this one. */
  readonly back: RotationStep;
}

/**
 * Six steps in a ring.
 *
 * A key can be deleted only from the step in which it is retiring: in every other one it is protected, and Pulumi
 * refuses, by what its state says of the step before, whatever the jump.
 */
export const rotation: Readonly<Record<RotationStep, StepFacts>> = {
  [RotationStep.OnlyA]: only(KeySlot.A, RotationStep.AddB, RotationStep.OnlyA),
  [RotationStep.AddB]: adding(KeySlot.B, KeySlot.A, RotationStep.UseB, RotationStep.UseA),
  [RotationStep.UseB]: using(KeySlot.B, KeySlot.A, RotationStep.OnlyB, RotationStep.AddA),
  [RotationStep.OnlyB]: only(KeySlot.B, RotationStep.AddA, RotationStep.OnlyB),
  [RotationStep.AddA]: adding(KeySlot.A, KeySlot.B, RotationStep.UseA, RotationStep.UseB),
  [RotationStep.UseA]: using(KeySlot.A, KeySlot.B, RotationStep.OnlyA, RotationStep.AddB),
};

function only(slot: KeySlot, next: RotationStep, back: RotationStep): StepFacts {
  return { slots: { [slot]: "inUse" }, entered: slot, next, back };
}

function adding(slot: KeySlot, other: KeySlot, next: RotationStep, back: RotationStep): StepFacts {
  return { slots: { [slot]: "entering", [other]: "inUse" }, entered: slot, next, back };
}

function using(slot: KeySlot, other: KeySlot, next: RotationStep, back: RotationStep): StepFacts {
  return { slots: { [slot]: "inUse", [other]: "retiring" }, entered: slot, next, back };
}

/** The slots that hold a key at a step, in the order of the alphabet. */
export function slotsAt(step: RotationStep): KeySlot[] {
  return Object.values(KeySlot).filter((slot) => rotation[step].slots[slot] !== undefined);
}
