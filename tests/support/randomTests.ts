import * as fc from "fast-check";

const seed = process.env["SEED"];

// Random tests try other values in each run. One that fails says how to try the same values again.
fc.configureGlobal({
  ...(seed === undefined ? {} : { seed: Number(seed) }),
  reporter: (details) => {
    if (details.failed)
      throw new Error(
        `${fc.defaultReportMessage(details)}\n\nTo replay: SEED=${details.seed} npm test -- FILE, with the file of this test.`,
      );
  },
});
