import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  formatCallTree,
  formatFullReport,
  formatLiveStack,
  formatReferenceReport,
  formatSlowCallsReport,
  formatSummary,
  formatTimeline,
  mark,
  RpcTelemetry,
} from "../../telemetry/mod.ts";
import { profiledPair } from "./_profiled_pair.ts";
import { ShopService } from "./_shop_service.ts";
import { withoutTimes } from "./_without_times.ts";

const OPTIONS = { showLocations: false };

Deno.test("a call tree shows what caused what, and folds what repeats", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  const users = await root.users(100);
  for (const user of users) {
    await user.name;
    await user.email;
  }
  for (let i = 0; i < 300; i++) await root.ping();
  await root.ask(3, () => root.ping());
  await root.fail().catch(() => {});

  const tree = formatCallTree(pair.telemetry, OPTIONS);
  assertEquals(
    withoutTimes(tree),
    `\
CALL TREE
  users(), T
  100 times in turn:
  ├─ User.name × 100, T
  └─ User.email × 100, T
  ping() × 300, T
  ask(), T
  └─ ← callback() × 3, T
     └─ ping() × 3, T
  fail(), T  ✗ TypeError: out of stock`,
  );
  const withMore = formatCallTree(pair.telemetry, {
    showReferences: true,
    maxDepth: 1,
  }).split("\n");
  assert(/^ {2}users\(\), .* {2}→ User × 100 {2}views_test\.ts:\d+$/.test(
    withMore[1],
  ));
  assertEquals(withMore.at(-2), "  └─ …");
});

Deno.test("calls that overlap and their callbacks fold as well", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  await Promise.all(
    Array.from({ length: 50 }, () => root.ask(2, () => root.ping())),
  );
  assertEquals(
    withoutTimes(formatCallTree(pair.telemetry, OPTIONS)),
    `\
CALL TREE
  ask() × 50, T
  └─ ← callback() × 100, T
     └─ ping() × 100, T`,
  );
});

Deno.test("a tree of 10,000 calls stays readable", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  for (let i = 0; i < 50; i++) {
    await Promise.all(Array.from({ length: 200 }, () => root.ping()));
  }
  assertEquals(
    withoutTimes(formatCallTree(pair.telemetry, OPTIONS)),
    "CALL TREE\n  ping() × 10,000, T",
  );
});

Deno.test("a tree tells the server's time from the network's, where it is known", async () => {
  await using pair = await profiledPair(ShopService, { bothEnds: true });
  await pair.client.root.sleep(0.02);
  await pair.client.root.ask(102, () => {});
  assertEquals(
    withoutTimes(formatCallTree(pair.telemetry, OPTIONS)),
    `\
CALL TREE
  sleep(), T (server T, network T)
  ask(), T (server T, network T)
  └─ ← callback() × 102, T (server T, network T)`,
  );
});

Deno.test("the calls under way stand under those that caused them", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  let stack = "";
  await root.ask(1, async () => {
    const pending = root.sleep(0.01);
    stack = formatLiveStack(pair.telemetry);
    await pending;
  });
  assertEquals(
    withoutTimes(stack).replaceAll(/ {2}views_test\.ts:\d+/g, ""),
    `\
CALLS UNDER WAY
  ask()  for T
    ← callback()  for T
      sleep()  for T`,
  );
  assertStringIncludes(formatLiveStack(pair.telemetry), "No call is under way");
});

Deno.test("a timeline shows when calls were under way, in lines of its width", async () => {
  await using pair = await profiledPair(ShopService);
  const { root } = pair.client;
  await root.sleep(0.03);
  await Promise.all([root.sleep(0.03), root.ping()]);
  const [header, ...rows] = formatTimeline(pair.telemetry, { width: 100 })
    .split("\n");
  assert(header.startsWith("TIMELINE  "));
  assertEquals(rows.map((row) => row.trimStart().split(" ")[0]), [
    "sleep()",
    "ping()",
  ]);
  const bars = rows.map((row) => row.slice(row.indexOf("│") + 1));
  const width = bars[0].indexOf("│");
  assertEquals(bars[0].slice(0, width), "█".repeat(width));
  const ping = bars[1].slice(0, width);
  assertGreater(ping.indexOf("█"), 0);
  assertEquals(ping[0], "·");
  for (const row of rows) assertLess(row.length, 101);
  assertThrows(
    () => formatTimeline(pair.telemetry, { width: 20 }),
    RangeError,
    "width is 20; it takes a number of at least 60",
  );
});

Deno.test("slow calls are told by method, those that took longest first", async () => {
  await using pair = await profiledPair(ShopService, {
    telemetry: { slowCallThreshold: 0.1 },
  });
  const { root } = pair.client;
  await Promise.all([root.sleep(0.15), root.sleep(0.15)]);
  await root.sleep(0);
  await root.ask(1, () => new Promise((resolve) => setTimeout(resolve, 120)));
  const report = formatSlowCallsReport(pair.telemetry);
  assertEquals(
    withoutTimes(report),
    `\
SLOW CALLS  longer than T
  1. sleep: T (called 2 times, T total, and 1 time in less)
  2. ask: T (called 1 time, T total)
  Answered by this end:
  1. Function: T (called 1 time, T total)`,
  );
  assertEquals(
    formatSlowCallsReport(pair.telemetry, { topN: 1 }).includes("2. "),
    false,
  );
  assertThrows(
    () => formatSlowCallsReport(pair.telemetry, { topN: 0 }),
    RangeError,
    "topN is 0",
  );
});

Deno.test("references are told by the call that brought them", async () => {
  await using pair = await profiledPair(ShopService);
  const users = await pair.client.root.users(3);
  for (const user of users) await user.name;
  await users[0].greet();
  users[2][Symbol.dispose]();
  const report = formatReferenceReport(pair.telemetry);
  assertEquals(
    report.replace(/test\.ts:\d+/, "test.ts:1"),
    `\
REFERENCES  3 received, 2 held
  User × 3 from users() at views_test.ts:1; 4 uses, at most 2 of one; 2 held`,
  );
});

Deno.test("a summary holds counters, methods, sections, slow calls and deep ones", async () => {
  await using pair = await profiledPair(ShopService, {
    telemetry: { slowCallThreshold: 0.1, deepStackThreshold: 2 },
  });
  const { root } = pair.client;
  await mark.section("work", () => root.ask(1, () => root.sleep(0.15)));
  await root.fail().catch(() => {});
  const summary = withoutTimes(formatSummary(pair.telemetry))
    .replaceAll(/ (B|KiB)\b/g, " bytes")
    .replaceAll(/\d+(\.\d)? bytes/g, "N bytes")
    .replaceAll(/ {3,}/g, "  ");
  assertEquals(
    summary.replaceAll(/test\.ts:\d+/g, "test.ts:1"),
    `\
RPC TELEMETRY
  Calls  3, 1 failed
  Network round trips  3
  Calls answered  1
  References received  0
  References held  0
  Depth now  0
  Greatest depth  3
  Calls slower than T  2
  Mean call  T
  Bytes out  N bytes
  Bytes in  N bytes

METHODS
  ask × 1, T (mean T, p50 T, p99 T)
  sleep × 1, T (mean T, p50 T, p99 T)
  fail × 1, 1 failed, T (mean T, p50 T, p99 T)

SECTIONS
  work  T in 1 run, 2 round trips, 0 references

SLOW CALLS
  ask()  T  depth 1  views_test.ts:1
  callback()  T  depth 2
  sleep()  T  depth 3  views_test.ts:1

CALLS MORE THAN 2 DEEP
  3 deep: ask() → callback() → sleep()`,
  );
});

Deno.test("a full report holds all of them, also of nothing", () => {
  const report = formatFullReport(new RpcTelemetry());
  const titles = report.split("\n").filter((line) => /^[A-Z]{3}/.test(line));
  assertEquals(titles.map((line) => line.split("  ")[0]), [
    "RPC TELEMETRY",
    "FINDINGS",
    "CALL TREE",
    "TIMELINE",
    "REFERENCES",
    "SLOW CALLS",
  ]);
});
