import { assertEquals, assertThrows } from "@std/assert";
import { judgeBudgets, parseBudget } from "../../../verdicts/mod.ts";
import { documentOf, fullResult } from "../../reports/_sample_document.ts";

/** The limit of a budget in the unit of its metric, as a document is judged by it. */
function limitOf(text: string): number {
  const document = documentOf({
    server: { ...fullResult("server", 1), success_rate: 1 },
  });
  const [result] = judgeBudgets(document, [parseBudget(text)]);
  if (result.outcome === "not_judged") throw new Error(result.reason);
  return result.limit;
}

Deno.test("a budget is a path, an operator and a limit, with spaces or without", () => {
  const amount = { kind: "amount", amount: 1.5, unit: "ms" } as const;
  for (const operator of ["<", "<=", ">", ">=", "=="] as const) {
    for (const space of ["", " ", "  "]) {
      const text = ["a.latency.p99", operator, `1.5${space}ms`].join(space);
      assertEquals(parseBudget(` ${text} `), {
        text,
        path: "a.latency.p99",
        operator,
        limit: amount,
      });
    }
  }
});

Deno.test("limits are exact in the unit of the metric, whatever theirs is", () => {
  const limits: Readonly<Record<string, number>> = {
    "latency.p99<100ms": 0.1,
    "latency.p99<1e3ns": 1e-6,
    "latency.p99<15us": 15e-6,
    "latency.p99<15µs": 15e-6,
    "latency.p99<15μs": 15e-6,
    "latency.p99<0.7s": 0.7,
    "latency.p99<2 m": 120,
    "success_rate>=99.9%": 0.999,
    "success_rate>=99.99%": 0.9999,
    "cpu_usage.mean<85.5%": 85.5,
    "server_process.rss_max<80MiB": 80 * 1024 ** 2,
    "server_process.rss_max<80 MB": 80e6,
    "concurrent.throughput>10k/s": 10_000,
    "concurrent.throughput>250/s": 250,
    "concurrent.throughput>250": 250,
    "failed_requests==0": 0,
    "upload_bandwidth.median>8Mbit/s": 1e6,
    "upload_bandwidth.median>1MiB/s": 1024 ** 2,
    "binary_transfer.upload.1572864.throughput_mbps>1MB/s": 8,
    "binary_transfer.upload.1572864.throughput_mbps>100Mbit/s": 100,
  };
  for (const [text, limit] of Object.entries(limits)) {
    assertEquals(limitOf(text), limit, text);
  }
});

Deno.test("a limit may be a multiple of another metric", () => {
  for (const limit of ["2x floor", "2 x floor", "2×floor", "2 × floor"]) {
    assertEquals(parseBudget(`latency.median<${limit}`).limit, {
      kind: "multiple",
      factor: 2,
      of: "floor",
    });
  }
  assertEquals(parseBudget("latency.p99<0.5x a.latency.p99").limit, {
    kind: "multiple",
    factor: 0.5,
    of: "a.latency.p99",
  });
});

Deno.test("operators in names are no operators", () => {
  const name = "remote_calls.methods[<anonymous>=1].calls";
  assertEquals(parseBudget(`${name}<=5`).path, name);
});

Deno.test("what is no budget is told what it takes", () => {
  const wrong: Readonly<Record<string, string>> = {
    "": "it takes a metric, an operator",
    "latency.p99": "it takes a metric, an operator",
    "latency.p99=100ms": "it takes a metric, an operator",
    "latency.p99=<100ms": "it takes a metric, an operator",
    "latency.p99!=100ms": "it takes a metric, an operator",
    "<100ms": "it takes a metric, an operator",
    "latency.p99<": "it takes a metric, an operator",
    "1ms<latency.p99<100ms": "it takes a metric, an operator",
    "latency.p99<fast": "its limit takes",
    "latency.p99<-1ms": "its limit takes",
    "latency.p99<1e999s": "its limit takes",
    "latency.p99<2x": "a limit of latency.p99 takes",
    "latency.p99<100": "a limit of latency.p99 takes ns, µs, us, ms, s or m",
    "latency.p99<100MB": "a limit of latency.p99 takes ns, µs, us, ms, s or m",
    "latency.p99<100constructor": "a limit of latency.p99 takes ns",
    "success_rate>0.99": "a limit of success_rate takes %",
    "failed_requests<1ms": "a limit of failed_requests takes no unit",
    "latency.count>1s": "a limit of latency.count takes no unit",
    "load[rate=1].response_time.p99>1B": "takes ns",
    "*.p99<1parsec": 'there is no unit "parsec"',
  };
  for (const [text, says] of Object.entries(wrong)) {
    const { message } = assertThrows(() => parseBudget(text), SyntaxError);
    assertEquals(message.includes(says), true, `${text}: ${message}`);
  }
});
