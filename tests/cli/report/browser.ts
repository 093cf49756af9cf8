import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The Chromium that `CHROMIUM_PATH` names, else the first on the PATH; undefined where there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env["CHROMIUM_PATH"];
  const places = (env["PATH"] ?? "").split(delimiter).filter((place) => place !== "");
  const candidates = named ? [named] : names.flatMap((name) => places.map((place) => join(place, name)));
  return candidates.find((candidate) => existsSync(candidate));
}

/** A browser with a directory for its pages. */
export interface TestBrowser {
  browser: Browser;
  /** Opens a page from a file, as a reader does, and collects what it complains about. */
  open(html: string, colorScheme?: "light" | "dark"): Promise<{ page: Page; complaints: string[] }>;
  close(): Promise<void>;
}

/** Starts a headless Chromium. Root has no sandbox of Chromium's own, and nothing here needs a network. */
export async function startBrowser(executablePath: string): Promise<TestBrowser> {
  const directory = await mkdtemp(join(tmpdir(), "report-page-"));
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  let pages = 0;
  return {
    browser,
    open: async (html, colorScheme = "light") => {
      const file = join(directory, `page-${++pages}.html`);
      await writeFile(file, html);
      const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 900 } });
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => complaints.push(`error: ${String(error)}`));
      page.on("request", (request) => {
        if (!request.url().startsWith("file:")) complaints.push(`request: ${request.url()}`);
      });
      page.on("dialog", (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.goto(pathToFileURL(file).href);
      return { page, complaints };
    },
    close: async () => {
      await browser.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
