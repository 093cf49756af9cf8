import { expect } from "chai";
import fc from "fast-check";
import { type ErrorFacts, readErrorFacts } from "../../../cli/google/errors";
import { defaultRetryPolicy, isPassing, pauseBefore, readRetryAfter } from "../../../cli/google/http";

const facts = (status: number, reason?: string): ErrorFacts => ({
  ...readErrorFacts(status, undefined),
  reason,
});

describe("retries", () => {
  it("repeats what is passing, and a request that may have had its effect only when it was refused outright", () => {
    const rows: [number, string | undefined, boolean, boolean][] = [
      [429, undefined, true, true],
      [403, "rateLimitExceeded", true, true],
      [500, undefined, true, false],
      [503, undefined, true, false],
      [408, undefined, true, false],
      [501, undefined, false, false],
      [403, "accessDenied", false, false],
      [404, undefined, false, false],
      [409, undefined, false, false],
      [412, undefined, false, false],
    ];
    for (const [status, reason, whenSafe, whenNot] of rows) {
      expect(
        [isPassing(facts(status, reason), true), isPassing(facts(status, reason), false)],
        String(status),
      ).to.deep.equal([whenSafe, whenNot]);
    }
  });

  it("pauses longer each time, never beyond the longest, half of it by chance", () => {
    const policy = { ...defaultRetryPolicy, attempts: 20, firstDelay: 100, longestDelay: 1000 };
    const pauses = [1, 2, 3, 4, 5, 6].map((attempt) => pauseBefore(attempt, undefined, 1, policy));
    expect(pauses).to.deep.equal([100, 200, 400, 800, 1000, 1000]);
    expect(pauseBefore(3, undefined, 0, policy)).to.equal(200);
  });

  it("keeps within bounds whatever the attempt and the chance", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, random) => {
          const pause = pauseBefore(attempt, undefined, random, defaultRetryPolicy);
          if (attempt >= defaultRetryPolicy.attempts) expect(pause).to.equal(undefined);
          else expect(pause).to.be.within(250, defaultRetryPolicy.longestDelay);
        },
      ),
    );
  });

  it("waits as long as Google asks, and gives up when that is too long", () => {
    expect(pauseBefore(1, 7000, 0.5, defaultRetryPolicy)).to.equal(7000);
    expect(pauseBefore(1, 31_000, 0.5, defaultRetryPolicy)).to.equal(undefined);
  });

  it("reads Retry-After in seconds and as a date", () => {
    const at = Date.parse("2026-11-22T10:00:00Z");
    expect(readRetryAfter("12", at)).to.equal(12_000);
    expect(readRetryAfter("Sun, 22 Nov 2026 10:00:05 GMT", at)).to.equal(5000);
    expect(readRetryAfter("Sun, 22 Nov 2026 09:00:00 GMT", at)).to.equal(0);
    for (const nothing of [null, "", "soon"]) expect(readRetryAfter(nothing, at)).to.equal(undefined);
  });
});
