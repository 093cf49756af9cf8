import type { Page } from "playwright-core";
import { renderPage } from "../../cli/report/html/renderPage";
import { findChromium, startBrowser } from "../cli/report/browser";
import { manyGrants } from "../cli/report/support";

/** Milliseconds, medians, and their ratio. */
interface FilterTimes {
  filter: number;
  rerender: number;
  ratio: number;
}

/**
 * Measures in the page itself: the slowest kind of filtering (from no row to all, or to half of them) against taking the
 * table's rows out of the document and putting them back, each with the layout that follows.
 */
async function filterRatio(page: Page, rounds = 7): Promise<FilterTimes> {
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

/** Prints how long filtering 5,000 grants takes, in times of the browser's own re-rendering of the same table. */
async function main(): Promise<void> {
  const executable = findChromium();
  if (executable === undefined)
    throw new Error("There is no Chromium: set CHROMIUM_PATH, or install chromium.");
  const browser = await startBrowser(executable);
  try {
    const html = renderPage(manyGrants(5000));
    const { page } = await browser.open(html);
    const { ratio, filter, rerender } = await filterRatio(page);
    process.stdout.write(
      `report: 5,000 grants (${(html.length / 1e6).toFixed(1)} MB): filtering ${filter.toFixed(0)} ms, ` +
        `re-rendering ${rerender.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (at most 2)\n`,
    );
  } finally {
    await browser.close();
  }
}

void main();
