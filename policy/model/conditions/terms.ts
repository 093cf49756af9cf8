import { both, type NamePattern } from "./conditionScope";

/** Requirements that hold together; a condition is a list of these, of which one is enough. */
export interface Term {
  readonly name?: NamePattern;
  /** The `resource.type` required. */
  readonly type?: string;
  /** The span of `request.time` in milliseconds, without its end. */
  readonly from: number;
  readonly until: number;
  /** Whether it asks for a time at all. */
  readonly dated: boolean;
  /** Requirements that are taken for fulfilled, in words. */
  readonly open: readonly string[];
}

/** `lost` tells why terms are gone: none of them can be fulfilled any more. */
export interface Terms {
  readonly terms: readonly Term[];
  readonly lost: readonly string[];
}

const anything: Term = { from: -Infinity, until: Infinity, dated: false, open: [] };
/** More alternatives than a condition of twelve operators can have; beyond, the rest is taken for fulfilled. */
const most = 200;
const tooMany: Terms = {
  terms: [{ ...anything, open: ["it has too many alternatives to be read"] }],
  lost: [],
};

export const always: Terms = { terms: [anything], lost: [] };

export function never(why: string): Terms {
  return { terms: [], lost: [why] };
}

export function requires(part: Partial<Term>): Terms {
  return { terms: [{ ...anything, ...part }], lost: [] };
}

/** A requirement on the time of the request; over once `until` has passed. */
export function within(from: number, until: number, now: Date): Terms {
  if (until <= now.getTime()) return never(`it expired at ${new Date(until).toISOString()}`);
  return requires({ from, until, dated: true });
}

export function anyOf(parts: readonly Terms[]): Terms {
  const terms = parts.flatMap((part) => part.terms);
  return terms.length > most ? tooMany : { terms, lost: reasons(parts.flatMap((part) => part.lost)) };
}

export function allOf(parts: readonly Terms[]): Terms {
  return parts.reduce(and, always);
}

function and(one: Terms, other: Terms): Terms {
  if (one.terms.length * other.terms.length > most) return tooMany;
  const terms: Term[] = [];
  const lost = [...one.lost, ...other.lost];
  for (const left of one.terms)
    for (const right of other.terms) {
      const together = join(left, right);
      if (typeof together === "string") lost.push(together);
      else terms.push(together);
    }
  return { terms, lost: reasons(lost) };
}

function join(one: Term, other: Term): Term | string {
  const from = Math.max(one.from, other.from);
  const until = Math.min(one.until, other.until);
  if (from >= until) return "its dates exclude each other";
  const name = one.name && other.name ? both(one.name, other.name) : (one.name ?? other.name);
  const type = one.type ?? other.type;
  if ((one.name && name === undefined) || (other.type !== undefined && type !== other.type))
    return "no resource fits all of it";
  const open = reasons([...one.open, ...other.open]);
  return { name, type, from, until, dated: one.dated || other.dated, open };
}

/** The first few, each once: a message has no room for more, and a hostile condition has thousands. */
function reasons(all: readonly string[]): string[] {
  return [...new Set(all)].slice(0, 3);
}
