import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { parseExposition, type ScrapedFamily } from "./_exposition.ts";
import { MonitoredFile } from "./_monitored_file.ts";
import { FakeClock } from "./_fake_clock.ts";
import { summarize } from "../../benchmarks/mod.ts";
import {
  type PerformanceMonitor,
  prometheusText,
  servePrometheus,
  Watchdog,
} from "../../monitoring/mod.ts";
import { DurationBuckets } from "../../monitoring/operations/_duration_buckets.ts";
import { DEFAULT_LIMITS } from "../../monitoring/watchdog/watchdog_options.ts";

/** The numbers of a metric, by the values of their labels. */
function values(family: ScrapedFamily | undefined): Record<string, number> {
  assert(family !== undefined, "there is no such metric");
  return Object.fromEntries(
    family.samples.map(({ labels, name, value }) => [
      [name.match(/_(sum|count)$/)?.[1], ...Object.values(labels)]
        .filter((it) => it !== undefined).join(" "),
      value,
    ]),
  );
}

async function work(monitor: PerformanceMonitor): Promise<void> {
  for (let i = 0; i < 3; i++) await monitor.track("get_user", () => {});
  await monitor.track("get_user", () => Promise.reject(new TypeError()))
    .catch(() => {});
}

Deno.test("Prometheus gets counters that only grow, whatever is written meanwhile", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  await work(monitor);
  await monitor.flush();
  await work(monitor);

  const scraped = parseExposition(prometheusText(monitor));
  assertEquals(values(scraped.get("rpcbench_operation_requests_total")), {
    get_user: 8,
  });
  assertEquals(values(scraped.get("rpcbench_operation_failures_total")), {
    "get_user TypeError": 2,
  });
  assertEquals(values(scraped.get("rpcbench_operation_in_flight")), {
    get_user: 0,
  });
  assertEquals(values(scraped.get("rpcbench_monitor_failed_writes_total")), {
    "": 0,
  });
  const latency = scraped.get("rpcbench_operation_latency_seconds");
  assertEquals(latency?.type, "histogram");
  const buckets = (latency?.samples ?? [])
    .filter(({ name }) => name.endsWith("_bucket"));
  assertEquals(
    buckets.map(({ value }) => value),
    buckets.map(({ value }) => value).toSorted((a, b) => a - b),
  );
  assertEquals([buckets.at(-1)?.labels.le, buckets.at(-1)?.value], ["+Inf", 6]);
  assertEquals(values(latency)["count get_user"], 6);
  assert(values(latency)["sum get_user"] > 0);
});

Deno.test("a duration is in the bucket of the least bound that it does not exceed", () => {
  const buckets = new DurationBuckets();
  for (const seconds of [0, 0.001, 0.0011, 11]) buckets.add(seconds);
  const atMost = Object.fromEntries(buckets.cumulative());
  assertEquals(
    [0.0005, 0.001, 0.0025, 10, Infinity].map((bound) => atMost[bound]),
    [1, 2, 3, 3, 4],
  );
});

Deno.test("hostile names stay within their label", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor({ name: 'my "monitor"' });
  const names = ['"} 1\nevil 2', "back\\slash", "\\n", "ünïcode", "\ud800"];
  for (const name of names) await monitor.track(name, () => {});
  const requests = parseExposition(prometheusText(monitor))
    .get("rpcbench_operation_requests_total");
  assertEquals(
    requests?.samples.map(({ labels }) => labels),
    names.map((name) => ({
      monitor: 'my "monitor"',
      operation: name.toWellFormed(),
    })),
  );

  // Two names that are written alike are one, and not the end of all metrics.
  await monitor.track("\ud801", () => {});
  assertEquals(
    values(
      parseExposition(prometheusText(monitor))
        .get("rpcbench_operation_requests_total"),
    )['my "monitor" \ufffd'],
    2,
  );
});

Deno.test("several sources are served together, if they can be told apart", async () => {
  await using file = await MonitoredFile.make();
  await using one = await file.monitor({ name: "one" });
  await using two = await file.monitor({ name: "two" });
  const clock = new FakeClock();
  const baseline = summarize([0.001, 0.001, 0.001]);
  await using watchdog = Watchdog.start({
    name: "shop",
    clock,
    baseline,
    check: () => Promise.resolve(baseline),
    limits: [...DEFAULT_LIMITS, ...DEFAULT_LIMITS],
    hooks: [() => {}],
  });
  await clock.pass(0);
  await work(one);
  await using endpoint = servePrometheus({
    sources: [one, two, watchdog],
    port: 0,
  });
  assertEquals(endpoint.url, `http://127.0.0.1:${endpoint.port}/metrics`);
  const response = await fetch(endpoint.url);
  assertEquals(
    response.headers.get("content-type"),
    "text/plain; version=0.0.4; charset=utf-8",
  );
  const scraped = parseExposition(await response.text());
  assertEquals(values(scraped.get("rpcbench_monitor_failed_writes_total")), {
    one: 0,
    two: 0,
  });
  assertEquals(values(scraped.get("rpcbench_watchdog_state")), {
    "shop learning": 0,
    "shop healthy": 1,
    "shop degraded": 0,
    "shop unreachable": 0,
  });
  assertEquals(values(scraped.get("rpcbench_watchdog_checks_total")), {
    "shop good": 1,
    "shop breached": 0,
    "shop failed": 0,
  });
  assertEquals(
    values(scraped.get("rpcbench_watchdog_limit")),
    {
      "shop latency.median<=2x baseline latency.median": 0.002,
      "shop latency.p95<=2x baseline latency.p95": 0.002,
      "shop success_rate>=95% success_rate": 0.95,
    },
  );
  assertEquals(values(scraped.get("rpcbench_watchdog_hook_failures_total")), {
    "shop 1": 0,
  });

  await using unnamed = await file.monitor();
  await using another = await file.monitor();
  assertThrows(
    () => servePrometheus({ sources: [unnamed, another], port: 0 }),
    TypeError,
    "give its sources different names",
  );
});

Deno.test("only metrics are served, to read", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  await using endpoint = servePrometheus({ sources: [monitor], port: 0 });
  const { port, url } = endpoint;
  const answers = await Promise.all([
    fetch(`http://127.0.0.1:${port}/`),
    fetch(url, { method: "POST", body: "x" }),
    fetch(url, { method: "HEAD" }),
  ]);
  assertEquals(answers.map(({ status }) => status), [404, 405, 200]);
  assertStringIncludes(await answers[0].text(), "/metrics");
  await Promise.all(answers.slice(1).map((answer) => answer.text()));
});

Deno.test("an endpoint closes although a scraper hangs", async () => {
  const endpoint = servePrometheus({ sources: [], port: 0 });
  using scraper = await Deno.connect({ port: endpoint.port });
  const begin =
    "POST /metrics HTTP/1.1\r\nhost: me\r\ncontent-length: 9\r\n\r\n";
  await scraper.write(new TextEncoder().encode(begin));
  // It is answered, and does not go on.
  await scraper.read(new Uint8Array(9));
  await endpoint[Symbol.asyncDispose]();
});

Deno.test({
  name: "promtool finds nothing wrong with it",
  ignore: await hasNoPromtool(),
  fn: async () => {
    await using file = await MonitoredFile.make();
    await using monitor = await file.monitor({ name: 'my "monitor"' });
    await work(monitor);
    await using watchdog = Watchdog.start({
      baseline: summarize([1]),
      check: () => Promise.resolve(summarize([1])),
    });
    await watchdog.checkNow();
    const promtool = new Deno.Command("promtool", {
      args: ["check", "metrics"],
      stdin: "piped",
      stderr: "piped",
    }).spawn();
    const writer = promtool.stdin.getWriter();
    const text = prometheusText(monitor, watchdog);
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
    const { code, stderr } = await promtool.output();
    assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  },
});

async function hasNoPromtool(): Promise<boolean> {
  try {
    await new Deno.Command("promtool", { args: ["--version"] }).output();
    return false;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}
