import type { Page } from "playwright-core";

/** Milliseconds, medians, and their ratio. */
export interface FilterTimes {
  filter: number;
  rerender: number;
  ratio: number;
}

/**
 * Measures in the page itself: the slowest kind of filtering (from no row to all, or to half of them) against taking the
 * table's rows out of the document and putting them back, each with the layout that follows.
 */
export async function filterRatio(page: Page, rounds = 7): Promise<FilterTimes> {
  // Text, because the test runner's compiler adds helpers to functions that the page does not have.
  const measured = await page.evaluate<{ filter: number; rerender: number }>(`(() => {
    const table = document.getElementById("grants-table");
    const body = table.tBodies[0];
    const search = document.getElementById("search");
    const timed = (work) => {
      const start = performance.now();
      work();
      table.getBoundingClientRect();
      return performance.now() - start;
    };
    const type = (text) => () => {
      search.value = text;
      search.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const median = (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)];
    const times = { all: [], half: [], none: [], rerender: [] };
    for (let round = 0; round < ${rounds}; round++) {
      times.none.push(timed(type("no such text")));
      times.all.push(timed(type("")));
      times.half.push(timed(type("_1")));
      timed(type(""));
      body.remove();
      table.getBoundingClientRect();
      times.rerender.push(timed(() => table.append(body)));
    }
    return {
      filter: Math.max(median(times.all), median(times.half), median(times.none)),
      rerender: median(times.rerender),
    };
  })()`);
  return { ...measured, ratio: measured.filter / measured.rerender };
}
