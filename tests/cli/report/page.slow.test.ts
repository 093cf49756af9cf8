import { expect } from "chai";
import { readFileSync } from "node:fs";
import type { AxeResults } from "axe-core";
import { renderPage } from "../../../cli/report/html/renderPage";
import { make } from "../../policy/support";
import { findChromium, startBrowser, type TestBrowser } from "./browser";
import { colourfulConfig, colourfulStack, reportOn } from "./support";

const executable = findChromium();
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const page = (): string => renderPage(reportOn(colourfulStack(), colourfulConfig));
/** Waits until something holds, for at most five seconds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 5000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("It did not come to hold within five seconds");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

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
      "Findings",
      "Paths",
      "Grants and gaps",
      "Accounts",
      "Permissions by scope",
      "Impersonation",
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
      expect(background).to.equal(scheme === "light" ? "rgb(244, 245, 248)" : "rgb(15, 18, 21)");
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
    // Polled from here, since waitForFunction polls with eval, which the page's content policy forbids.
    await until(async () => (await rows()) === all);
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

  it("prints on at most four pages, without what only a screen can show", async () => {
    const { page: tab } = await browser.open(page());
    const pdf = await tab.pdf({ format: "A4" });
    expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).to.have.length.within(1, 4);
    await tab.emulateMedia({ media: "print" });
    for (const hidden of ["nav", "#filters", "#matrix", "#grants-table details"])
      expect(await tab.locator(hidden).first().isVisible(), hidden).to.equal(false);
    for (const shown of ["#findings li", "#paths svg", "#grants-table tbody tr", "#keys tbody tr"])
      expect(await tab.locator(shown).first().isVisible(), shown).to.equal(true);
    await tab.close();
  });

  it("leads from each finding to the row that it is about", async () => {
    const { page: tab } = await browser.open(page());
    const links = tab.locator("#findings li a[href^='#']");
    const targets = await tab.evaluate<string[]>(
      `Array.from(document.querySelectorAll("#findings li a[href^='#']"), (one) => one.getAttribute("href"))`,
    );
    expect(targets).to.deep.equal(["#grant-2", "#grant-1", "#key-1"]);
    for (const target of targets) expect(await tab.locator(target).count(), target).to.equal(1);
    await links.first().click();
    expect(tab.url()).to.match(/#grant-2$/);
    await tab.close();
  });

  for (const [width, display] of [
    [640, "block"],
    [641, "grid"],
  ] as const) {
    it(`shows rows as ${display === "block" ? "cards" : "a table"} at ${width} pixels, and nothing runs out of the page`, async () => {
      const { page: tab } = await browser.open(page());
      await tab.setViewportSize({ width, height: 900 });
      expect(await tab.evaluate('getComputedStyle(document.querySelector("#grant-1")).display')).to.equal(
        display,
      );
      expect(await tab.evaluate("document.documentElement.scrollWidth")).to.equal(width);
      await tab.setViewportSize({ width: 400, height: 900 });
      expect(await tab.evaluate("document.documentElement.scrollWidth")).to.equal(400);
      await tab.close();
    });
  }

  it("mutes the counts that are zero", async () => {
    const { page: tab } = await browser.open(page());
    const muted = await tab.locator(".tile.zero dt").allInnerTexts();
    expect(muted).to.deep.equal(["missing", "undetermined", "allowed"]);
    await tab.close();
  });

  it("copies a command by its button", async () => {
    const report = reportOn(colourfulStack(), colourfulConfig);
    const [first] = report.grants;
    if (!first) throw new Error("The example stack has no grant");
    const removal = "gcloud projects remove-iam-policy-binding acme --condition=None";
    const { page: tab } = await browser.open(
      renderPage({ ...report, grants: [{ ...first, removal }, ...report.grants.slice(1)] }),
    );
    await tab.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await tab.getByRole("button", { name: "Copy" }).first().click();
    await until(async () => (await tab.locator("button.copy").first().innerText()) === "Copied");
    expect(await tab.evaluate("navigator.clipboard.readText()")).to.equal(removal);
    await tab.close();
  });

  it("draws bands as wide as there are permissions, never behind a box", async () => {
    const { page: tab } = await browser.open(page());
    const spans = (selector: string): Promise<[number, number][]> =>
      tab.evaluate(
        `Array.from(document.querySelectorAll("${selector}"), (one) => one.getBBox()).map(({ x, width }) => [x, x + width])`,
      );
    const [boxes, bands] = [await spans("svg rect:not(.bar)"), await spans("svg path")];
    expect(bands.length).to.be.greaterThan(5);
    for (const [from, to] of bands)
      for (const [left, right] of boxes) expect(from >= right - 0.5 || to <= left + 0.5).to.equal(true);
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
    expect(await tab.locator(visibleRows).count()).to.equal(5);
    await context.close();
  });
});
