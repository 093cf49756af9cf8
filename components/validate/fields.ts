import { type Format, isOutput, isRecord } from "./formats";
import { type Problem, shown } from "./problem";

/** One argument with the format it has to have; the value may be an output. */
export interface Field {
  readonly property: string;
  readonly value: unknown;
  readonly format: Format;
  /** Whether a message must not show the value, which may be what it should never be: a private key. */
  readonly hidden?: boolean;
}

/** What is made of the arguments for the checks: what holds a format, and what is wrong with the form itself. */
export interface Read {
  readonly fields: readonly Field[];
  readonly problems: readonly Problem[];
  /** Whether something has another form than it is typed to have, so that it cannot be read on. */
  readonly malformed: boolean;
}

/** What a field has against its value; nothing where it has the right form. */
export function fieldProblem(
  { property, value, format, hidden }: Field,
  secret = false,
): Problem | undefined {
  const allowed = format(value);
  if (allowed === undefined) return undefined;
  const got = secret
    ? "a secret that does not have the right form"
    : hidden
      ? "not of the right form"
      : shown(value);
  return { property, reason: `is ${got}; give ${allowed}` };
}

/** How a nested argument is read. */
export type Shape = Readonly<Record<string, Member>>;
export interface Member {
  /** One value; absent for a nested argument. */
  readonly format?: Format;
  /** A nested argument. */
  readonly shape?: Shape;
  /** Whether there may be several, in a list or in a map. */
  readonly many?: "list" | "map";
  readonly required?: boolean;
  /** Whether it decides which resources exist, so it must be known from the start. */
  readonly plain?: boolean;
  /** Whether a message must not show the value. */
  readonly hidden?: boolean;
}

/** Takes the arguments apart by their shape. */
export function readFields(args: unknown, shape: Shape, at = ""): Read {
  const fields: Field[] = [];
  const problems: Problem[] = [];
  let malformed = false;
  const path = (key: string) => pathTo(at, key);
  const take = (read: Read) => {
    fields.push(...read.fields);
    problems.push(...read.problems);
    malformed ||= read.malformed;
  };
  const holder = args as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    if (Object.hasOwn(shape, key)) continue;
    const reason = `is not an argument; there ${Object.keys(shape).length === 1 ? "is" : "are"} ${Object.keys(shape).join(", ")}`;
    problems.push({ property: path(key), reason });
  }
  for (const [key, member] of Object.entries(shape)) {
    const value = holder[key];
    if (value !== undefined && value !== null) take(readMember(path(key), value, member));
    else if (member.required)
      problems.push({ property: path(key), reason: `is missing; ${required(member)}` });
  }
  return { fields, problems, malformed };
}

function pathTo(at: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${at}[${JSON.stringify(key)}]`;
  return at === "" ? key : `${at}.${key}`;
}

function required({ format, many }: Member): string {
  return many ? "give at least one" : `give ${format?.(undefined) ?? "it"}`;
}

function readMember(property: string, value: unknown, member: Member): Read {
  const { many, shape, hidden, format = () => undefined } = member;
  const bad = (reason: string): Read => ({
    fields: [],
    problems: [{ property, reason }],
    malformed: true,
  });
  if (isOutput(value) && (member.plain || shape || many))
    return bad(
      "is another resource's output, but decides which resources exist; give a plain value, with outputs only inside it",
    );
  if (many === "list") {
    if (!Array.isArray(value)) return bad(`is ${shown(value)}; give a list`);
    if (member.required && value.length === 0) return bad(`is empty; ${required(member)}`);
    return join(
      value.map((item, i) => readMember(`${property}[${i}]`, item, { ...member, many: undefined })),
    );
  }
  if (many === "map") {
    if (!isRecord(value)) return bad(`is ${shown(value)}; give a map`);
    return join(
      Object.entries(value).map(([key, item]) =>
        readMember(`${property}[${JSON.stringify(key)}]`, item, { ...member, many: undefined }),
      ),
    );
  }
  if (shape)
    return isRecord(value) ? readFields(value, shape, property) : bad(`is ${shown(value)}; give an object`);
  return { fields: [{ property, value, format, hidden }], problems: [], malformed: false };
}

function join(reads: readonly Read[]): Read {
  return {
    fields: reads.flatMap(({ fields }) => fields),
    problems: reads.flatMap(({ problems }) => problems),
    malformed: reads.some(({ malformed }) => malformed),
  };
}
