import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { findChromium } from "./_chromium.ts";

/** As root, without a screen, and asking nothing of any network by itself. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Chromium, for reports that are opened from disk, as their readers do. */
export class ReportBrowser implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  /** Starts Chromium. */
  static async start(): Promise<ReportBrowser> {
    const browser = await chromium.launch({
      executablePath: await findChromium(),
      args: ARGUMENTS,
    });
    return new ReportBrowser(browser, await Deno.makeTempDir());
  }

  /** Opens a report, and waits until its charts are drawn. */
  async open(
    report: string,
    options: BrowserContextOptions = {},
  ): Promise<OpenReport> {
    const path = join(this.#folder, `${crypto.randomUUID()}.html`);
    await Deno.writeTextFile(path, report);
    return await this.openAddress(pathToFileURL(path).href, options);
  }

  /** Opens a report that is somewhere, and waits until its charts are drawn. */
  async openAddress(
    address: string,
    options: BrowserContextOptions = {},
  ): Promise<OpenReport> {
    const context = await this.#browser.newContext(options);
    const open = new OpenReport(await context.newPage(), address);
    await open.page.goto(address);
    await open.page.waitForSelector("html[data-charts=drawn]");
    return open;
  }

  /** Ends Chromium and removes the reports. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** A report in a window of its own; when it is closed, nothing must have gone wrong in it. */
export class OpenReport implements AsyncDisposable {
  /** What its reader sees. */
  readonly page: Page;
  readonly #complaints: string[] = [];

  /** Listens to a page that has not been opened yet; nothing but its address may be asked for. */
  constructor(page: Page, address: string) {
    this.page = page;
    page.on("console", (message) => this.#complaints.push(message.text()));
    page.on("pageerror", ({ message }) => this.#complaints.push(message));
    page.on("dialog", (dialog) => this.#complaints.push(dialog.message()));
    page.on("request", (request) => {
      const url = request.url();
      const isOwn = url.split("#", 1)[0] === address ||
        /^(blob|data):/.test(url);
      if (!isOwn) this.#complaints.push(url);
    });
  }

  /** Closes the window. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
    assertEquals(this.#complaints, []);
  }
}
