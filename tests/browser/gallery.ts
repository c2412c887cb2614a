/** Measures, makes reports, and takes the pictures of them that the README shows. */
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { main } from "../../cli.ts";
import { ReportBrowser } from "./_report_browser.ts";

const GALLERY = fileURLToPath(import.meta.resolve("../../docs/gallery"));

/** A picture of the README, and what it is taken of. */
interface Picture {
  readonly name: string;
  /** The report: one of those that are measured below. */
  readonly report: "run" | "load" | "scenario";
  readonly window: BrowserContextOptions;
  /** What is seen; the whole window if absent. */
  readonly part?: string;
  /** What a reader did before. */
  readonly before?: (page: Page) => Promise<void>;
}

const DESKTOP: BrowserContextOptions = {
  viewport: { width: 1180, height: 900 },
  colorScheme: "light",
};
const DARK: BrowserContextOptions = { ...DESKTOP, colorScheme: "dark" };
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 760 },
  deviceScaleFactor: 2,
  isMobile: true,
};

const PICTURES: readonly Picture[] = [
  { name: "summary", report: "run", window: DESKTOP },
  {
    name: "percentiles",
    report: "run",
    window: DARK,
    part: "#chart-latency_percentiles",
  },
  {
    name: "bandwidth",
    report: "run",
    window: DESKTOP,
    part: "#chart-bandwidth_by_payload_size",
  },
  {
    name: "load",
    report: "load",
    window: DARK,
    part: "#chart-load_response_times",
  },
  {
    name: "flames",
    report: "scenario",
    window: DESKTOP,
    part: "figure:has([data-chart^=flames][data-chart$=server])",
    async before(page) {
      const search = page.getByLabel("Find a function").nth(1);
      await search.fill("write");
    },
  },
  {
    name: "features",
    report: "scenario",
    window: DESKTOP,
    part: "#chart-compression_and_security_throughput",
  },
  { name: "phone", report: "run", window: PHONE },
];

const folder = await Deno.makeTempDir();
try {
  const reports = {
    run: join(folder, "run.html"),
    load: join(folder, "load.html"),
    scenario: join(folder, "scenario.html"),
  };
  await measure("run", "-q", "--report", reports.run);
  await measure(
    ...["load", "--server", "rpc_threaded", "compute", "--args", "[2000]"],
    ...["--rate", "2000..16000", "--duration", "20s", "-q"],
    ...["--report", reports.load],
  );
  await measure(
    ...["scenario", "features", "--quick", "-q", "--output-dir", folder],
    ...["--report", reports.scenario],
  );
  await Deno.mkdir(GALLERY, { recursive: true });
  await using browser = await ReportBrowser.start();
  for (const { before, name, part, report, window } of PICTURES) {
    await using open = await browser.open(
      await Deno.readTextFile(reports[report]),
      window,
    );
    await before?.(open.page);
    const path = join(GALLERY, `${name}.png`);
    if (part === undefined) await open.page.screenshot({ path });
    else await open.page.locator(part).first().screenshot({ path });
    console.log(`wrote docs/gallery/${name}.png`);
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function measure(...args: readonly string[]): Promise<void> {
  console.log(`rpcbench ${args.slice(0, 4).join(" ")} …`);
  const code = await main(args);
  if (code !== 0) {
    throw new Error(`rpcbench ${args.join(" ")} ended with ${code}`);
  }
}
