import { expect } from "chai";
import { readFileSync } from "node:fs";
import type { AxeResults } from "axe-core";
import { renderPage } from "../../../cli/report/html/renderPage";
import { make } from "../../policy/support";
import { findChromium, startBrowser, type TestBrowser } from "./browser";
import { filterRatio } from "./filterRatio";
import { colourfulConfig, colourfulStack, manyGrants, reportOn } from "./support";

const executable = findChromium();
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const page = (): string => renderPage(reportOn(colourfulStack(), colourfulConfig));
const visibleRows = "#grants-table tbody tr:not([hidden])";

describe(`report: page in a browser${executable === undefined ? " (skipped: no Chromium; set CHROMIUM_PATH or install the package chromium)" : ""}`, function () {
  this.timeout(120_000);
  let browser: TestBrowser;
  before(async function () {
    if (executable === undefined) return this.skip();
    browser = await startBrowser(executable);
  });
  after(() => browser?.close());

  it("shows every section without a complaint and without asking any network", async () => {
    const { page: tab, complaints } = await browser.open(page());
    expect(await tab.locator("h1").innerText()).to.equal("What Segment can do in BigQuery: dev of acme");
    expect(await tab.locator("main h2").allInnerTexts()).to.deep.equal([
      "Accounts",
      "Paths",
      "Findings",
      "Grants and gaps",
      "Permissions by scope",
      "Borrowing",
      "Keys",
      "Exemptions",
      "Not judged",
    ]);
    expect(await tab.locator("svg path").count()).to.be.greaterThan(5);
    expect(complaints).to.deep.equal([]);
    await tab.close();
  });

  for (const scheme of ["light", "dark"] as const) {
    it(`has nothing that axe objects to, ${scheme}, folded and unfolded`, async () => {
      const { page: tab } = await browser.open(page(), scheme);
      // Tall, because rows out of view are not laid out, and axe could not see them.
      await tab.setViewportSize({ width: 1280, height: 9000 });
      const background = await tab.evaluate("getComputedStyle(document.body).backgroundColor");
      expect(background).to.equal(scheme === "light" ? "rgb(246, 247, 249)" : "rgb(17, 20, 23)");
      for (const open of [false, true]) {
        await tab.evaluate(`document.querySelectorAll("details").forEach((one) => { one.open = ${open}; })`);
        // Evaluated by the debugger, which the page's content policy does not bind.
        await tab.evaluate(axe);
        const { violations } = await tab.evaluate<AxeResults>("axe.run()");
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).to.deep.equal([]);
      }
      await tab.close();
    });
  }

  it("filters by words, state, kind of scope, all together, and back", async () => {
    const { page: tab, complaints } = await browser.open(page());
    const rows = (): Promise<number> => tab.locator(visibleRows).count();
    const all = await rows();
    await tab.getByLabel("Search role, scope, permission, reason").fill("DATAEDITOR project");
    expect(await tab.locator(visibleRows).allTextContents()).to.satisfy((texts: string[]) =>
      texts.every((text) => /dataEditor/.test(text) && /project/.test(text)),
    );
    expect(await rows()).to.be.lessThan(all);
    expect(await tab.locator("#filter-count").innerText()).to.equal(`${await rows()} of ${all} rows shown`);
    await tab.getByLabel("Search role, scope, permission, reason").press("Escape");
    expect(await rows()).to.equal(all);
    await tab.getByLabel("needed", { exact: true }).uncheck();
    expect(await tab.locator(`${visibleRows}[data-state="needed"]`).count()).to.equal(0);
    await tab.getByLabel("Kind of scope").selectOption("dataset");
    expect(await tab.locator(`${visibleRows}:not([data-kind="dataset"])`).count()).to.equal(0);
    await tab.getByRole("button", { name: "Show all" }).click();
    await tab.waitForFunction(`document.querySelectorAll('${visibleRows}').length === ${all}`);
    expect(complaints).to.deep.equal([]);
    await tab.close();
  });

  it("finds a permission that is folded away", async () => {
    const { page: tab } = await browser.open(page());
    await tab.getByLabel("Search role, scope, permission, reason").fill("bigquery.models.create");
    expect(await tab.locator(visibleRows).count()).to.be.greaterThan(0);
    await tab.close();
  });

  it("is worked by the keyboard alone", async () => {
    const { page: tab } = await browser.open(page());
    await tab.keyboard.press("Tab");
    expect(await tab.evaluate("document.activeElement.textContent")).to.equal("Skip to the findings");
    await tab.keyboard.press("Enter");
    expect(tab.url()).to.match(/#findings$/);
    const reached = new Set<string>();
    for (let step = 0; step < 80; step++) {
      await tab.keyboard.press("Tab");
      const at = await tab.evaluate<string>(
        "document.activeElement.id || document.activeElement.getAttribute('aria-label') || document.activeElement.tagName",
      );
      reached.add(at);
      if (at === "search") {
        await tab.keyboard.type("dataEditor");
        expect(await tab.locator(visibleRows).count()).to.equal(2);
      }
    }
    for (const place of ["search", "kind", "Table of grants", "SUMMARY"])
      expect([...reached]).to.include(place);
    await tab.close();
  });

  it("unfolds everything for paper, and folds it again", async () => {
    const { page: tab } = await browser.open(page());
    const open = (): Promise<number> => tab.locator("details[open]").count();
    expect(await open()).to.equal(0);
    await tab.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await open()).to.equal(await tab.locator("details").count());
    await tab.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await open()).to.equal(0);
    expect((await tab.pdf()).length).to.be.greaterThan(10_000);
    await tab.close();
  });

  it("runs nothing that a name brings along", async () => {
    const name = `"><img src=x onerror="document.title='taken'"></script><script>document.title='taken'</script>`;
    const hostile = renderPage(
      reportOn([...colourfulStack(), make.datasetMember(name, name, name), make.projectMember("x", name)]),
    );
    const { page: tab, complaints } = await browser.open(hostile);
    expect(await tab.title()).to.equal("Segment's access to BigQuery: dev of acme");
    expect(await tab.locator("img").count()).to.equal(0);
    expect(await tab.locator("#grants-table").textContent()).to.include("<img src=x onerror=");
    expect(complaints).to.deep.equal([]);
    await tab.close();
  });

  it("shows everything where no script runs", async () => {
    const context = await browser.browser.newContext({ javaScriptEnabled: false });
    const tab = await context.newPage();
    await tab.setContent(page());
    expect(await tab.locator("#filters").isVisible()).to.equal(false);
    expect(await tab.locator(visibleRows).count()).to.equal(7);
    await context.close();
  });

  it("filters 5,000 grants in at most twice the browser's own re-rendering of the table", async () => {
    const { page: tab } = await browser.open(renderPage(manyGrants(5000)));
    const { ratio } = await filterRatio(tab, 5);
    expect(ratio).to.be.lessThan(2);
    await tab.close();
  });
});
