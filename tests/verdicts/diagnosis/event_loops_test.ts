import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
} from "@std/assert";
import type { ProcessUsage } from "../../../benchmarks/mod.ts";
import { sampleLoad } from "../../reports/_sample_load.ts";
import {
  diagnosisOf,
  kindsOf,
  latency,
  MEMORY,
  processOf,
  resultOf,
} from "./_well_server.ts";

Deno.test("a server at capacity is told of, and is not ill", () => {
  const { findings, state } = diagnosisOf(
    resultOf({ server_process: processOf(0.95, 0.004) }),
  );
  assertEquals(state, "nothing_wrong");
  assertEquals(findings.map(({ kind, weight }) => [kind, weight]), [
    ["at_capacity", "remark"],
  ]);
});

Deno.test("how busy a held loop was says how sure it is", () => {
  const certaintyOf = (utilization: number) =>
    diagnosisOf(resultOf({
      latency: latency(0.5),
      server_process: processOf(utilization, 0.1),
    })).findings[0];
  assertEquals(certaintyOf(0.9).certainty, "certain");
  assertEquals(certaintyOf(0.4).certainty, "likely");
  assertEquals(certaintyOf(0.02).kind, "event_loop_saturation");
  // It waited, since there were processors to be had.
  assertNotEquals(certaintyOf(0.02).advice, certaintyOf(0.9).advice);
});

Deno.test("a loop that comes a little late is held if that is why answers are slow", () => {
  const kinds = (median: number, utilization: number) =>
    kindsOf(resultOf({
      latency: latency(median),
      server_process: processOf(utilization, 0.01),
    }));
  assertEquals(kinds(0.035, 0.7), ["event_loop_saturation"]);
  assertEquals(kinds(0.001, 0.7), []);
  assertEquals(kinds(0.035, 0.1), ["io_wait"]);
});

Deno.test("a server that computes its answers does not wait, however seldom it is asked", () => {
  const computing = (server_mode: string) =>
    diagnosisOf(resultOf({
      total_requests: 10,
      latency: latency(0.06),
      server_process: {
        ...MEMORY,
        cpu_seconds: 0.4,
        event_loop: { utilization: 0.1, delay: { mean: 0.004, max: 0.04 } },
      },
    }, { server_mode, connection_time: latency(0.03), latency: latency(0.06) }))
      .findings;
  const [threaded, ...others] = computing("threaded");
  assertEquals([threaded.kind, others], ["event_loop_saturation", []]);
  assertMatch(threaded.seen, /each call held .*computing: every other call/);
  const [forking] = computing("forking");
  assertMatch(forking.seen, /on the same connection/);
  assert(forking.advice.every((step) => !step.includes("forking")));
});

Deno.test("a loop that is held now and then is told by the tail that it makes", () => {
  const late = { utilization: 0.2, delay: { mean: 0.003, max: 0.15 } };
  const held = (busy: number) =>
    diagnosisOf(resultOf({
      latency: latency(0.001, 140),
      server_process: { ...MEMORY, event_loop: late },
      cpu_usage: { mean: busy, max: busy },
    }));
  const [{ certainty, kind, seen }] = held(50).findings;
  assertEquals([certainty, kind], ["possible", "event_loop_saturation"]);
  assertMatch(seen, /a few calls/);
  // Where all processors are busy, the machine does so as well.
  assertEquals([held(100).findings, held(100).state], [[], "cannot_tell"]);
});

Deno.test("a loop whose thread waited for a processor is not said to be held", () => {
  const late = { utilization: 0.5, delay: { mean: 0.014, max: 0.28 } };
  const stalled = (processor_wait: number) =>
    diagnosisOf(resultOf({
      // As a machine did, 88 % of which was busy.
      latency: { ...latency(0.005, 32), count: 240 },
      server_process: { ...MEMORY, processor_wait, event_loop: late },
      cpu_usage: { mean: 88, max: 98 },
    }));
  assertEquals(stalled(0.01).findings[0].kind, "event_loop_saturation");
  const { findings, state } = stalled(0.4);
  assertEquals(
    [findings.map(({ kind }) => kind), state],
    [["at_capacity"], "cannot_tell"],
  );
});

Deno.test("who was not watched, or not for long enough, does not tell that the machine is crowded", () => {
  const kinds = (watched: Partial<ProcessUsage>) =>
    kindsOf(resultOf({
      latency: latency(0.01, 30),
      server_process: MEMORY,
      // Of the 0.1 s.
      client_process: { ...MEMORY, processor_wait: 0.09, ...watched },
      cpu_usage: { mean: 50, max: 50 },
    }));
  assertEquals(kinds({}), ["contention"]);
  const { event_loop } = processOf(0.1, 0.001);
  assertEquals(kinds({ event_loop }), []);
});

Deno.test("the time in which a load's processes waited has that of the last answers in it", () => {
  const sharesOf = (duration: number) =>
    diagnosisOf(resultOf({}, {
      concurrent: undefined,
      duration,
      load: [sampleLoad({ duration: 8, service_time: latency(0.5) })],
      server_process: { ...processOf(0.9, 0.3), processor_wait: 12 },
    })).findings.flatMap(({ symptoms }) =>
      symptoms.filter(({ what }) => /waits for a processor/.test(what))
    ).map(({ value }) => value);
  assertEquals(sharesOf(24), [0.5]);
  assertEquals(sharesOf(0), []);
});

Deno.test("a tail of a busy loop is contention unless the loop waited for a processor", () => {
  const event_loop = { utilization: 0.6, delay: { mean: 0.004, max: 0.1 } };
  const first = (processor_wait: number) =>
    kindsOf(resultOf({
      latency: latency(0.02, 7),
      server_process: { ...MEMORY, processor_wait, event_loop },
      cpu_usage: { mean: 95, max: 98 },
    }))[0];
  assertEquals(first(0.01), "contention");
  assertEquals(first(0.04), "at_capacity");
});

Deno.test("calls that compute little do not hold a loop that is late on a busy machine", () => {
  const found = (cpu_seconds: number) =>
    kindsOf(resultOf({
      latency: latency(0.05),
      server_process: { ...processOf(0.5, 0.012), cpu_seconds },
      cpu_usage: { mean: 100, max: 100 },
    }));
  // Of 1000 requests.
  assertEquals(found(1), ["at_capacity"]);
  assertEquals(found(12), ["event_loop_saturation"]);
});

Deno.test("loops that are late on a busy machine are not said to be held", () => {
  const late = (median: number, ofClients: number) =>
    diagnosisOf(resultOf({
      latency: latency(median),
      server_process: processOf(0.03, 0.03),
      client_process: processOf(0.1, ofClients),
      cpu_usage: { mean: 100, max: 100 },
    }));
  assertEquals(late(0.3, 0.002).findings[0].kind, "event_loop_saturation");
  // Most answers did not wait for it.
  assertEquals(late(0.001, 0.002).state, "cannot_tell");
  // The clients' loop, which calls of the server do not hold, was late as well.
  assertEquals(late(0.3, 0.018).state, "cannot_tell");
});

Deno.test("answers that wait for busy clients wait for nothing else", () => {
  const kinds = (ofServer: number, ofClients: number) =>
    kindsOf(resultOf({
      latency: latency(0.05),
      server_process: processOf(ofServer, 0.001),
      client_process: processOf(ofClients, 0.004),
    }));
  assertEquals(kinds(0.1, 0.95), ["client_saturation"]);
  assertEquals(kinds(0.1, 0.2), ["io_wait"]);
  // Both are always busy.
  assertEquals(kinds(0.95, 0.95), ["at_capacity"]);
});
