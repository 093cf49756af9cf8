import { expect } from "chai";
import * as fc from "fast-check";
import type { Diagnostic } from "../../../policy/judge";
import { make, unknown, verdicts, type TestResource } from "../support";
import { configs, stacks } from "./generators";
import { runs } from "./runs";

type Path = readonly (string | number)[];

/** Paths of every value in the properties, lists and objects included. */
function pathsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, i) => [i, item])
    : Object.entries(value);
  return [
    ...(at.length === 0 ? [] : [at]),
    ...entries.flatMap(([name, part]) => pathsIn(part, [...at, name])),
  ];
}

function replaced(value: unknown, [name, ...rest]: Path): unknown {
  if (name === undefined) return unknown;
  if (Array.isArray(value))
    return value.map((item: unknown, i) => (i === name ? replaced(item, rest) : item));
  return { ...(value as object), [name]: replaced((value as Record<string, unknown>)[name], rest) };
}

/** A whole access list that comes from nowhere is the one that the program does not state, which Google fills in. */
const isStated = (path: Path) => path.length > 1 || path[0] !== "accesses";

const fixed = new Set(["segment", "loader", "group"]);
const isSegment = (value: unknown) => value === make.email || value === make.member;

interface Case {
  readonly known: TestResource[];
  /** The resource that loses a value. */
  readonly resource: TestResource;
  readonly open: TestResource[];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, name) => (at as Record<string | number, unknown>)[name], value);
}

/** A stack, and the same with one value of one resource not known yet; what came from Segment's account says so. */
const cases: fc.Arbitrary<Case> = stacks.chain((known) =>
  fc
    .constantFrom(...known)
    // What says whose an account is, and what joins a membership to its group, is known or comes from a resource.
    .filter(({ name, props }) => Object.keys(props).length > 0 && !fixed.has(name))
    .chain((resource) =>
      fc
        .record({ path: fc.constantFrom(...pathsIn(resource.props).filter(isStated)), says: fc.boolean() })
        .map(({ path, says }): Case => ({
          known,
          resource,
          open: known.map((one) =>
            one === resource
              ? {
                  ...one,
                  props: replaced(one.props, path) as Record<string, unknown>,
                  from: says && isSegment(valueAt(one.props, path)) ? { [String(path[0])]: ["segment"] } : {},
                }
              : one,
          ),
        })),
    ),
);

/** What a finding is, without the remarks of its message, which may change with what is not known. */
const mandatory = (found: readonly Diagnostic[]) =>
  found
    .filter(({ level }) => level === "mandatory")
    .map(({ rule, urn, account, role, scope, permissions }) =>
      JSON.stringify({ rule, urn, account, role, scope, permissions }),
    );
const isOpen = ({ rule }: Diagnostic) => rule === "undetermined" || rule === "unknown-key-owner";
const describeCase = ({ open, resource }: Case) =>
  JSON.stringify(open.find(({ name }) => name === resource.name));

describe("a value that is not known yet", function () {
  this.timeout(120_000);
  it("turns no mandatory finding about something else away", () => {
    fc.assert(
      fc.property(cases, configs, (one, config) => {
        const found = verdicts(one.open, config);
        const still = new Set(mandatory(found));
        const changed = mandatory(verdicts(one.known, config)).filter((message) => !still.has(message));
        if (changed.length === 0) return;
        const others = new Set(
          mandatory(
            verdicts(
              one.known.filter((each) => each !== one.resource),
              config,
            ),
          ),
        );
        const lost = changed.filter((message) => others.has(message));
        // What lacks may be filled by what is not known: that is an open question instead.
        const gone = found.some(isOpen)
          ? lost.filter((finding) => !finding.includes('"rule":"missing-permissions"'))
          : lost;
        expect(gone, `${describeCase(one)} hides ${gone.join("\n")}`).to.deep.equal([]);
      }),
      { numRuns: runs(300) },
    );
  });

  it("turns no mandatory finding into silence", () => {
    fc.assert(
      fc.property(cases, configs, (one, config) => {
        const before = mandatory(verdicts(one.known, config));
        const found = verdicts(one.open, config);
        const still = mandatory(found);
        const lost = before.filter((message) => !still.includes(message));
        if (lost.length === 0) return;
        const instead = [
          ...still.filter((message) => !before.includes(message)),
          ...found.filter(isOpen).map(({ message }) => message),
        ];
        expect(instead, `${describeCase(one)} hides ${lost.join("\n")}`).to.not.be.empty;
      }),
      { numRuns: runs(400) },
    );
  });

  it("anywhere, and in several places, makes no rule fail", () => {
    const riddled = stacks.chain((stack) =>
      fc.tuple(...stack.map(({ props }) => fc.subarray(pathsIn(props)))).map((paths) =>
        stack.map((resource, i) => ({
          ...resource,
          // Deeper paths first: a value within one that is replaced is gone.
          props: [...(paths[i] ?? [])]
            .sort((a, b) => b.length - a.length)
            .reduce<unknown>(replaced, resource.props) as Record<string, unknown>,
        })),
      ),
    );
    fc.assert(
      fc.property(riddled, configs, (stack, config) => {
        for (const { message } of verdicts(stack, config))
          expect(message).to.not.include("could not be applied");
      }),
      { numRuns: runs(200) },
    );
  });
});
