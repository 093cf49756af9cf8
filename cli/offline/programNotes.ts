import { dump } from "js-yaml";
import type { StackResource } from "./engine/stackResource";
import { isStackReference } from "./engine/readRequest";
import type { IncompleteList } from "./incomplete";
import { refusedUrn, type Note, type Origin } from "./inside/notes";
import type { StackConfig } from "./project/stackConfig";
import type { GivenValues } from "./project/values";
import { isSecret, isWireObject, type WireObject, type WireValue } from "./wire/wireValue";

/** A function that could not be answered in full. */
export interface OpenCall {
  token: string;
  args: WireObject;
  /** Properties of its result that are unknown. */
  unknown: string[];
}

/** What is known of a program once it has ended. */
export interface EndedProgram {
  stack: string;
  config: StackConfig;
  values: GivenValues;
  resources: ReadonlyMap<string, StackResource>;
  calls: readonly OpenCall[];
  /** Whether it ended in an error. */
  failed: boolean;
}

type Refused = Note & { note: "refused" };

/** Reads what a program's process told; a line that was cut off is left out. */
export function readNotes(text: string): Note[] {
  return text.split("\n").flatMap((line): Note[] => {
    try {
      return [JSON.parse(line) as Note];
    } catch {
      return [];
    }
  });
}

/** The plain values that a program asked for, got none of, and did not hand on as unknown. */
export function refusalsIn(notes: readonly Note[]): Refused[] {
  const settled = new Set(notes.flatMap((note) => (note.note === "settled" ? [note.number] : [])));
  return notes.filter((note): note is Refused => note.note === "refused" && !settled.has(note.number));
}

/**
 * Lists what a program could not be told.
 *
 * @returns a file of values to fill in; undefined when nothing is missing
 */
export function listUnknowns(
  notes: readonly Note[],
  program: EndedProgram,
  incomplete: IncompleteList,
): string | undefined {
  const { stack, config } = program;
  const outputs = missingOutputs(notes, program);
  const stoppedBy = program.failed ? refusalsIn(notes).map(({ origin }) => origin) : [];
  const stoppedByOutput = (reference: StackResource, name: string): boolean =>
    stoppedBy.some((one) => one.kind === "output" && one.reference === reference.name && one.output === name);
  for (const [reference, names] of outputs) {
    if (names.length > 0 && names.every((name) => stoppedByOutput(reference, name))) continue;
    const what =
      names.length === 0 ? "the outputs" : `output${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
    incomplete.add(
      reference.urn,
      `it reads ${what} of stack ${reference.id ?? "(not known yet)"}, which ` +
        (names.length === 1
          ? "is not here, so it counts as unknown"
          : "are not here, so they count as unknown"),
      reference.urn,
    );
  }
  for (const note of notes) {
    if (note.note === "skipped") incomplete.skip(note);
    // Values that nobody knows then reach the program as texts, which it may have gone on with.
    if (note.note === "unchanged")
      incomplete.add(
        "unknown values",
        `this preview does not know the program's version of @pulumi/pulumi (${note.reason}), so what is made of them is not certain`,
      );
  }
  const unset = [
    ...new Set([
      ...notes.flatMap((note) => (note.note === "unset" ? [note.key] : [])),
      ...refusalsIn(notes).flatMap(({ origin }) => (origin.kind === "setting" ? [origin.key] : [])),
    ]),
  ].filter((key) => !config.unknownKeys.includes(key));
  if (config.openEnvironment) {
    const keys = unset.length === 0 ? "" : `; the program asks for ${unset.join(", ")}`;
    incomplete.add(
      `environment ${config.environments.join(", ")} of stack ${stack}`,
      `only the Pulumi service can open it, so what it sets is missing here${keys}`,
    );
  }
  const unsettled = new Set(refusalsIn(notes));
  const computed = new Set(
    notes.flatMap((note) => (note.note === "settled" && note.computes ? [note.number] : [])),
  );
  for (const note of notes) {
    if (note.note !== "refused" || unsettled.has(note)) continue;
    const urn = refusedUrn(note.number);
    // A promise that ends in no resource may have been to make some.
    const mustReach = !computed.has(note.number);
    if (note.origin.kind === "output") {
      incomplete.extend(referenceOf(note.origin.reference, program)?.urn ?? "", urn, mustReach);
      continue;
    }
    const [subject, why] = described(note.origin, program);
    const where = note.at === "" ? "" : ` at ${note.at}`;
    const reason = `${why}; the program wants its plain value${where}, so what is made of it counts as unknown`;
    incomplete.specify(subject, reason, urn, mustReach);
  }
  for (const { origin, at } of unsettled) {
    const [subject, why] = described(origin, program);
    const where = at === "" ? "" : ` at ${at}`;
    const then = program.failed ? "stopped there" : "went on without it";
    incomplete.drop(subject);
    incomplete.add(subject, `${why}; the program wants its plain value${where} and ${then}`);
  }
  return template(notes, program, outputs, unset);
}

function referenceOf(name: string, { resources }: EndedProgram): StackResource | undefined {
  return [...resources.values()].find((one) => isStackReference(one.type) && one.name === name);
}

function described(origin: Origin, program: EndedProgram): [subject: string, why: string] {
  const { config } = program;
  switch (origin.kind) {
    case "setting":
      return [
        `configuration ${origin.key}`,
        config.unknownKeys.includes(origin.key)
          ? "it is encrypted and cannot be read offline"
          : "the stack does not set it, though its environment may",
      ];
    case "output": {
      const stack = referenceOf(origin.reference, program)?.id ?? origin.reference;
      if (origin.output === "*") return [`the outputs of stack ${stack}`, "they are not here"];
      return [`output ${origin.output} of stack ${stack}`, "it is not here"];
    }
    case "function":
      return [
        `function ${origin.token}`,
        `a provider would have to be asked for ${origin.property ?? "its result"}`,
      ];
  }
}

/** Of each stack reference, the outputs that the program reads and nobody gave; none where it reads them as a whole. */
function missingOutputs(
  notes: readonly Note[],
  { resources, values }: EndedProgram,
): Map<StackResource, string[]> {
  const missing = new Map<StackResource, string[]>();
  for (const resource of resources.values()) {
    if (!isStackReference(resource.type)) continue;
    const read = notes.flatMap((note) =>
      note.note === "read" && note.origin.kind === "output" && note.origin.reference === resource.name
        ? [note.origin.output]
        : [],
    );
    const given = values.stackReferences.get(resource.id ?? "") ?? {};
    const names = [...new Set(read)].filter((name) => name !== "*" && given[name] === undefined).sort();
    if (read.length === 0 || names.length > 0) missing.set(resource, names);
  }
  return missing;
}

const placeholder = "FILL IN";

function template(
  notes: readonly Note[],
  { config, calls }: EndedProgram,
  outputs: ReadonlyMap<StackResource, string[]>,
  unset: readonly string[],
): string | undefined {
  const keys = [...new Set([...config.unknownKeys, ...unset])].sort();
  const stacks = [...outputs].filter(([{ id }, names]) => id !== undefined && names.length > 0);
  const asked = new Map<string, Set<string>>();
  for (const note of notes) {
    if (note.note !== "refused" || note.origin.kind !== "function") continue;
    const { token, property } = note.origin;
    if (property !== undefined) asked.set(token, new Set([...(asked.get(token) ?? []), property]));
  }
  const functions = calls.map(({ token, args, unknown }) => ({
    token,
    ...(Object.keys(args).length === 0 ? {} : { args: revealed(args) }),
    result: filled([...(asked.get(token) ?? unknown)]),
  }));
  const content = {
    ...(keys.length === 0 ? {} : { config: filled(keys) }),
    ...(stacks.length === 0
      ? {}
      : {
          stackReferences: Object.fromEntries(
            stacks.map(([{ id = "" }, names]) => [id, filled(names)] as const),
          ),
        }),
    ...(functions.length === 0 ? {} : { functions }),
  };
  return Object.keys(content).length === 0 ? undefined : dump(content, { lineWidth: 110, noRefs: true });
}

function filled(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, placeholder]));
}

/** Secrets in the form that a file of values has for them; their text is redacted where the template is shown. */
function revealed(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map(revealed);
  if (!isWireObject(value)) return value;
  const parts = Object.entries(value).map(([key, part]): [string, WireValue] => [key, revealed(part)]);
  return isSecret(value) ? { secret: revealed(value.value ?? null) } : Object.fromEntries(parts);
}
