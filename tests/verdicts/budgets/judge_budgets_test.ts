import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type ResultDocument, summarize } from "../../../benchmarks/mod.ts";
import { budgetChecks } from "../../../verdicts/mod.ts";
import { EVERYTHING } from "../../reports/_everything.ts";
import {
  BARE,
  documentOf,
  FLOOR,
  fullResult,
} from "../../reports/_sample_document.ts";
import { judge, outcomes, serverOf, THREADED } from "./_judged.ts";

const ONE_SERVER = documentOf({ rpc_threaded: THREADED });

Deno.test("each operator holds just where it says", () => {
  const document = documentOf({ a: { ...BARE, failed_requests: 7 } });
  const kept = (budget: string) =>
    judge(document, budget)[0].outcome === "kept";
  assertEquals(
    ["<", "<=", ">", ">=", "=="].map((operator) =>
      [6, 7, 8].map((limit) => kept(`failed_requests${operator}${limit}`))
    ),
    [
      [false, false, true],
      [false, true, true],
      [true, false, false],
      [true, true, false],
      [false, true, false],
    ],
  );
});

Deno.test("without a server, a budget is for all that have the metric; with one, for that", () => {
  assertEquals(outcomes(EVERYTHING, "latency.median<100us"), {
    "rpc_threaded:latency.median": "kept",
    "rpc_forking:latency.median": "broken",
    "http_threaded:latency.median": "broken",
  });
  assertEquals(outcomes(EVERYTHING, "rpc_forking.latency.median<200us"), {
    "rpc_forking:latency.median": "kept",
  });
  assertEquals(outcomes(EVERYTHING, "floor.latency.median<100us"), {
    ":floor.latency.median": "kept",
  });
});

Deno.test("a star is for any characters, and brackets may be left out", () => {
  const cases = {
    "rpc_threaded:cases.payload_size[clients=10,payload_size=64].throughput.mean":
      "kept",
    "rpc_threaded:cases.client_count[clients=50].throughput.mean": "kept",
  };
  assertEquals(outcomes(ONE_SERVER, "cases.*.throughput.mean>=1000/s"), cases);
  assertEquals(
    Object.keys(
      outcomes(ONE_SERVER, "cases.client_count.throughput.mean>1/s"),
    ),
    Object.keys(cases).slice(1),
  );
  assertEquals(
    Object.keys(outcomes(ONE_SERVER, "*clients=50*.throughput.mean>1/s")),
    Object.keys(cases).slice(1),
  );
  assertEquals(
    Object.values(outcomes(ONE_SERVER, "load.response_time.p99<1s")),
    ["kept"],
  );
});

Deno.test("stars match as they should, and long names in no time", () => {
  const document = documentOf({
    "a.b.a": serverOf(1),
    ["a.".repeat(5000)]: serverOf(1),
  });
  const matches = (path: string) =>
    judge(document, `${path}<1s`).filter(({ outcome }) => outcome === "kept")
      .map(({ server }) => server.length);
  assertEquals(matches("a*a.latency.p99"), [5]);
  assertEquals(matches("a.b*b.a.latency.p99"), []);
  assertEquals(matches("*b*latency.p99"), [5]);
  assertEquals(matches("a.b.a*.latency.p99"), [5]);
  assertEquals(matches("a.b.a.*a.latency.p99"), []);
  assertEquals(matches(`${"*a.".repeat(30)}*b.latency.p99`), []);
  assertEquals(matches(`${"*a.".repeat(30)}*.latency.p99`), [10000]);
});

Deno.test("of what was measured twice in the same way, no run is left out", () => {
  const [load] = THREADED.load ?? [];
  const document = documentOf({ a: { ...BARE, load: [load, load] } });
  for (const loads of ["load", "load[*]"]) {
    const judged = judge(document, `${loads}.response_time.mean<1m`);
    assertEquals(judged.length, 2);
    assertEquals(new Set(budgetChecks(judged).map(({ name }) => name)).size, 2);
    for (const result of judged) {
      assert(result.outcome === "kept" && result.interval !== undefined);
    }
  }
});

Deno.test("limits are multiples of the floor, of another server, or of the same one", () => {
  const document = documentOf(
    { a: fullResult("a", 2), b: fullResult("b", 4) },
    {
      floor: FLOOR,
    },
  );
  const limits = (budget: string) =>
    judge(document, budget).map((it) =>
      it.outcome === "not_judged" ? it.reason : Number(it.limit.toPrecision(9))
    );
  assertEquals(limits("latency.median<2x floor"), [140e-6, 140e-6]);
  assertEquals(limits("b.concurrent.throughput>0.1x floor.throughput"), [1e4]);
  assertEquals(limits("b.latency.median<3x a.latency.median"), [480e-6]);
  assertEquals(limits("concurrent.latency.median<5x latency.median"), [
    800e-6,
    1600e-6,
  ]);
});

Deno.test("a star with a unit is for what is measured in it; without one, for all", () => {
  const kept = judge(ONE_SERVER, "*.p99<1m");
  assert(kept.length > 3);
  for (const result of kept) {
    assert(result.outcome === "kept");
    assertEquals(result.unit, "s", result.path);
  }
  const noUnit = judge(ONE_SERVER, "*.p99<60");
  assert(noUnit.length > kept.length);
  const [first] = noUnit;
  assert(first.outcome === "not_judged");
  assertStringIncludes(first.reason, "takes ns");
});

Deno.test("how far a value is beyond its limit is a part of the limit", () => {
  const document = documentOf({ a: serverOf(20) });
  const excess = (budget: string) => {
    const [result] = judge(document, budget);
    assert(result.outcome !== "not_judged");
    return result.excess?.toFixed(3);
  };
  assertEquals(excess("latency.mean<10ms"), "1.000");
  assertEquals(excess("latency.mean<25ms"), "-0.200");
  assertEquals(excess("latency.mean>10ms"), "-1.000");
  assertEquals(excess("latency.mean>25ms"), "0.200");
  assertEquals(excess("latency.mean==25ms"), "0.200");
  assertEquals(excess("failed_requests==0"), undefined);
});

Deno.test("samples tell whether a verdict could be chance", () => {
  const spread = Array.from({ length: 1001 }, (_, i) => i / 100);
  const document = documentOf({
    a: { ...serverOf(...spread), total_requests: 1000, success_rate: 1 },
  });
  const certainty = (budget: string) => {
    const [result] = judge(document, budget);
    return result.outcome === "not_judged" ? result.reason : result.certainty;
  };
  assertEquals(certainty("latency.median<5.01ms"), "not_sure");
  assertEquals(certainty("latency.median<4.99ms"), "not_sure");
  assertEquals(certainty("latency.median<8ms"), "sure");
  assertEquals(certainty("latency.median<2ms"), "sure");
  assertEquals(certainty("latency.mean<5.01ms"), "not_sure");
  assertEquals(certainty("latency.mean<6ms"), "sure");
  // The other metric might lie elsewhere, too.
  assertEquals(certainty("latency.median<1.02x latency.mean"), "not_sure");
  assertEquals(certainty("latency.median<2x latency.mean"), "sure");
  assertEquals(certainty("latency.median<2x latency.max"), "not_known");
  // A thousand requests without a failure may still fail once in a thousand.
  assertEquals(certainty("success_rate>=99.9%"), "not_sure");
  assertEquals(certainty("success_rate>=99%"), "sure");
  const [few, many] = judge(
    documentOf({
      few: { ...BARE, total_requests: 100, success_rate: 1 },
      many: { ...BARE, total_requests: 100_000, success_rate: 1 },
    }),
    "success_rate>=99.9%",
  );
  assert(few.outcome === "kept" && few.certainty === "not_sure");
  assert(many.outcome === "kept" && many.certainty === "sure");
  assertEquals(certainty("latency.max<20ms"), "not_known");
  assertEquals(certainty("failed_requests==0"), "not_known");
});

Deno.test("samples that depend on each other say less", () => {
  /** A thousand samples of which so many in a row are the same. */
  const inRows = (length: number) => ({
    ...BARE,
    latency: summarize(
      Array.from(
        { length: 1000 },
        (_, i) => 1 + (Math.floor(i / length) * 7919 % 1000) / 1000,
      ),
      { distribution: true, samples: true },
    ),
  });
  const widths = [1, 20].flatMap((length) =>
    judge(
      documentOf({ a: inRows(length) }),
      "latency.median<2s",
      "latency.mean<2s",
    ).map((result) => {
      assert(result.outcome !== "not_judged" && result.interval !== undefined);
      return result.interval[1] - result.interval[0];
    })
  );
  const [median, mean, medianInRows, meanInRows] = widths;
  assert(medianInRows > 2 * median, widths.join());
  assert(meanInRows > 3 * mean, widths.join());
});

Deno.test("checks are told by server and run, each by its own name", () => {
  const results = judge(
    EVERYTHING,
    "rpc_threaded.*.success_rate>=99.9%",
    "rpc_forking.latency.p99<150us",
    "latency<1ms",
  );
  assertEquals(
    budgetChecks(results, "new").map(({ name, outcome, subject }) =>
      `${subject}: ${name}: ${outcome}`
    ),
    [
      "rpc_threaded, new: rpc_threaded.*.success_rate>=99.9% (concurrent.success_rate): passed",
      "rpc_threaded, new: rpc_threaded.*.success_rate>=99.9% " +
      "(load[loop=open,kind=ramp,from=0,to=800,duration=8,connections=10,in_flight=1,threads=1].success_rate): failed",
      "rpc_forking, new: rpc_forking.latency.p99<150us: failed",
      "new: latency<1ms: failed",
    ],
  );
  const messages = (document: ResultDocument, budget: string) =>
    budgetChecks(judge(document, budget)).map(({ message }) => message);
  assertEquals(
    messages(EVERYTHING, "rpc_forking.latency.p99<150us"),
    ["latency.p99 is 176 µs; the limit is 150 µs, 17.12 % beyond it"],
  );
  assertEquals(
    messages(EVERYTHING, "rpc_forking.latency.p99<250us"),
    ["latency.p99 is 176 µs; the limit is 250 µs"],
  );
  assertEquals(
    messages(
      documentOf({ a: { ...BARE, total_requests: 100, success_rate: 1 } }),
      "success_rate>=99.9%",
    ),
    ["success_rate is 100 %; the limit is 99.9 %, this could be chance"],
  );
});
