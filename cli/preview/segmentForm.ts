import type { StackResource } from "../offline/engine/stackResource";
import { isSecret, isWireObject, knownText, type WireValue } from "../offline/wire/wireValue";
import type { SegmentForm } from "./previewResult";

const component = "segment-bigquery:index:SegmentBigQuery";

/** What the stack's components say is to be entered in Segment. */
export function segmentForms(resources: Iterable<StackResource>): SegmentForm[] {
  return [...resources].flatMap(({ type, outputs }) => {
    const form = bare(outputs.segmentForm);
    if (type !== component || !isWireObject(form)) return [];
    const steps = bare(form.steps);
    return {
      credentials: textOf(form.credentials, "the JSON key, once it is made"),
      dataLocation: textOf(form.dataLocation, "(known after the update)"),
      steps: Array.isArray(steps) ? steps.flatMap((step) => textOf(step, "") || []) : [],
    };
  });
}

function bare(value: WireValue | undefined): WireValue | undefined {
  return isSecret(value) ? bare(value.value) : value;
}

function textOf(value: WireValue | undefined, unknown: string): string {
  return knownText(value) ?? unknown;
}
