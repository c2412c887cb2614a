import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { FakeClock } from "./_fake_clock.ts";
import { MonitoredFile } from "./_monitored_file.ts";
import {
  parseResultDocument,
  serverResults,
  summarize,
} from "../../benchmarks/mod.ts";
import {
  monitorDocument,
  type MonitorRecord,
  parseMonitorRecords,
  readMonitorRecords,
} from "../../monitoring/mod.ts";
import { EvenSamples } from "../../monitoring/operations/_even_samples.ts";
import { formatCsvReport, formatMarkdownReport } from "../../reports/mod.ts";
import { judgeBudgets, parseBudget } from "../../verdicts/mod.ts";

/** A file with three intervals of 10 s, of 100, 200 and 300 operations. */
async function threeIntervals(): Promise<
  { readonly file: MonitoredFile; readonly seconds: readonly number[] }
> {
  const file = await MonitoredFile.make();
  const clock = new FakeClock();
  await using monitor = await file.monitor({ clock, maxFileSize: 1 });
  const seconds: number[] = [];
  using _listening = monitor.listen((it) => {
    if (it.errorKind === undefined) seconds.push(it.seconds);
  });
  for (let interval = 1; interval <= 3; interval++) {
    for (let i = 0; i < 100 * interval; i++) {
      await monitor.track("work", () => {
        if (i === 0) throw new RangeError("the first is free");
      }).catch(() => {});
    }
    await clock.pass(10);
    await monitor.flush();
  }
  return { file, seconds };
}

Deno.test("a file may have more records than a call takes arguments", async () => {
  await using file = await MonitoredFile.make();
  {
    await using monitor = await file.monitor();
    await monitor.track("work", () => Promise.resolve());
  }
  const line = await Deno.readTextFile(file.path);
  const count = 130_000;
  await Deno.writeTextFile(file.path, line.repeat(count));
  assertEquals((await readMonitorRecords(file.path)).length, count);
});

Deno.test("records of a time range are one document, as if measured in one go", async () => {
  const { file, seconds } = await threeIntervals();
  await using _file = file;
  const records = (await readMonitorRecords(file.path))
    .filter(({ total_requests }) => total_requests > 0);
  assertEquals(records.map((it) => it.total_requests), [100, 200, 300]);

  const document = monitorDocument(records);
  assertEquals(parseResultDocument(JSON.stringify(document)), document);
  assertEquals(document.meta.started_at, records[0].since);
  assertEquals(document.meta.duration, 30);
  const { work } = Object.fromEntries(serverResults(document));
  assertEquals(
    [work.total_requests, work.failed_requests, work.throughput],
    [600, 3, 597 / 30],
  );
  assertEquals(work.metadata.errors, [{
    kind: "RangeError",
    count: 3,
    examples: ["the first is free"],
  }]);
  const exact = summarize(seconds);
  const { latency } = work;
  assert(latency !== undefined);
  assertEquals([latency.count, latency.min, latency.max], [
    exact.count,
    exact.min,
    exact.max,
  ]);
  for (const key of ["mean", "stdev", "median", "p99"] as const) {
    assertAlmostEquals(latency[key], exact[key], exact[key] / 500 + 1e-9);
  }
});

Deno.test("a document has samples of all intervals, by their share of requests", async () => {
  await using file = await MonitoredFile.make();
  await using monitor = await file.monitor();
  const known = new Set<number>();
  const order: number[] = [];
  using _listening = monitor.listen(({ seconds }) => {
    const sample = Number(seconds.toPrecision(4));
    order.push(sample);
    known.add(sample);
  });
  for (const requests of [3, 1000, 250]) {
    for (let i = 0; i < requests; i++) await monitor.track("work", () => {});
    await monitor.flush();
  }
  const document = monitorDocument(await file.records());
  const { work } = Object.fromEntries(serverResults(document));
  const samples = work.latency?.samples ?? [];
  // At least 32 stand for the 1,000, and no sample stands for two.
  assert(samples.length >= 40 && samples.length <= 80, `${samples.length}`);
  assert(samples.every((sample) => known.has(sample)));
  let at = 0;
  for (const sample of samples) {
    at = order.indexOf(sample, at) + 1;
    assert(at > 0, "they are not in the order of time");
  }
  const reversed = monitorDocument((await file.records()).toReversed());
  assertEquals(serverResults(reversed).get("work")?.latency?.samples, samples);
});

Deno.test("the samples of an interval are evenly spread over it, however many there were", () => {
  for (const count of [1, 63, 64, 1000, 12_345]) {
    const samples = new EvenSamples();
    for (let i = 0; i < count; i++) samples.add(i);
    const kept = samples.values();
    assert(kept.length >= Math.min(count, 32) && kept.length < 64);
    const steps = kept.slice(1).map((sample, i) => sample - kept[i]);
    assertEquals(new Set(steps).size, Math.min(1, steps.length));
    assert(count - (kept.at(-1) ?? 0) <= (steps[0] ?? 1));
  }
  const [earlier, later] = [new EvenSamples(), new EvenSamples()];
  for (let i = 0; i < 1000; i++) earlier.add(i);
  for (let i = 1000; i < 1500; i++) later.add(i);
  later.prepend(earlier);
  const kept = later.values();
  assertEquals(kept, kept.toSorted((a, b) => a - b));
  const share = kept.filter((sample) => sample >= 1000).length / kept.length;
  assertAlmostEquals(share, 1 / 3, 0.03);
});

Deno.test("a time range takes the intervals that end in it", async () => {
  const { file } = await threeIntervals();
  await using _file = file;
  const all = await readMonitorRecords(file.path);
  const range = {
    from: new Date(all[0].timestamp),
    to: new Date(all[1].timestamp),
  };
  assertEquals(await readMonitorRecords(file.path, range), [all[1]]);
});

Deno.test("reports and budgets take what a monitor wrote", async () => {
  const { file } = await threeIntervals();
  await using _file = file;
  const document = monitorDocument(await readMonitorRecords(file.path));
  assertStringIncludes(
    formatMarkdownReport(document),
    "work",
  );
  assertStringIncludes(
    formatCsvReport(document),
    "latency.p99",
  );
  const budgets = [
    "work.latency.p99<10s",
    "throughput>1/s",
    "success_rate<=90%",
  ];
  assertEquals(
    judgeBudgets(document, budgets.map(parseBudget)).map((it) => it.outcome),
    ["kept", "kept", "broken"],
  );
});

Deno.test("what took how long does not depend on what the time of the day is set to", async () => {
  for (const ahead of [-3600, 3600]) {
    await using file = await MonitoredFile.make();
    const clock = new FakeClock();
    await using monitor = await file.monitor({ clock, interval: 10 });
    for (let i = 0; i < 5; i++) await monitor.track("work", () => {});
    await clock.pass(5);
    clock.set(ahead);
    await clock.pass(5);
    await monitor.flush();

    const [record] = await file.records();
    assertEquals([record.duration, record.throughput], [10, 0.5]);
    const { meta, work } = monitorDocument([record]);
    assertEquals(meta.duration, 10);
    assert(work !== undefined && "throughput" in work);
    assertEquals(work.throughput, 0.5);
    assertEquals(meta.warnings, [
      "the time of the day was set meanwhile, or the machine slept: what is per second may be wrong",
    ]);
  }
});

Deno.test("torn lines are left out, wherever they are", async () => {
  const { file } = await threeIntervals();
  await using _file = file;
  const [first, second] = (await readMonitorRecords(file.path))
    .map((record) => JSON.stringify(record));
  for (
    const text of [
      `${first}\n${second.slice(0, 40)}`,
      `${first}\n${second.slice(0, 40)}\n${second}\n`,
      `${first.slice(0, -1)}\n\n${second}\n`,
    ]
  ) {
    assertEquals(
      parseMonitorRecords(text).map((record) => JSON.stringify(record)),
      [first, second].filter((line) => text.includes(`${line}\n`)),
    );
  }
});

Deno.test("what no monitor wrote is refused, by its name", async () => {
  await using file = await MonitoredFile.make();
  for (
    const [text, message] of [
      ["hello\n", "it has no line that a monitor wrote"],
      ['{"a":1}\n', "line 1 is JSON, but no monitor wrote it"],
      [
        '{"schema":"rpcbench/1"}',
        'line 1: its schema is "rpcbench/1"; this version reads "rpcbench-monitor/1"',
      ],
      [
        '\n{"schema":"rpcbench-monitor/1"}',
        "line 2 is damaged: .timestamp",
      ],
    ]
  ) {
    assertThrows(() => parseMonitorRecords(text), TypeError, message);
    await Deno.writeTextFile(file.path, text);
    await assertRejects(
      () => readMonitorRecords(file.path),
      TypeError,
      `${file.path}: ${message}`,
    );
  }
  assertEquals(parseMonitorRecords(""), []);
  assertThrows(() => monitorDocument([]), TypeError, "there are no records");
});

Deno.test("a document tells of a damaged histogram and of several machines", async () => {
  const { file } = await threeIntervals();
  await using _file = file;
  const [first, second] = await readMonitorRecords(file.path);
  assertThrows(
    () => monitorDocument([{ ...first, latency_histogram: "HISTFAAAA" }]),
    TypeError,
    `the histogram of work at ${first.timestamp} is damaged`,
  );
  assertThrows(
    () => monitorDocument([{ ...first, latency_histogram: undefined }]),
    TypeError,
    `the histogram of work at ${first.timestamp} is damaged`,
  );
  assertThrows(
    () => parseMonitorRecords(JSON.stringify({ ...first, since: "noon" })),
    TypeError,
    'line 1 is damaged: .since is "noon"; it takes a time in ISO 8601',
  );
  const elsewhere: MonitorRecord = {
    ...second,
    machine: { ...second.machine, cpu_model: "another" },
  };
  assertEquals(monitorDocument([first, elsewhere]).meta.warnings, [
    "measured on 2 machines; the first is named here",
  ]);
});
