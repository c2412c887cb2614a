import { assert, assertEquals, assertMatch } from "@std/assert";
import type { LoadResult } from "../../../benchmarks/mod.ts";
import { diagnose } from "../../../verdicts/mod.ts";
import { BARE } from "../../reports/_sample_document.ts";
import { sampleLoad } from "../../reports/_sample_load.ts";
import {
  diagnosisOf,
  documentWith,
  kindsOf,
  latency,
  MEMORY,
  processOf,
  resultOf,
  WELL,
} from "./_well_server.ts";

Deno.test("nothing is wrong with a server that is well", () => {
  const { findings, state } = diagnosisOf(resultOf({}));
  assertEquals([findings, state], [[], "nothing_wrong"]);
});

Deno.test("a server of which nothing was measured is not called well", () => {
  const { findings, state, unknown } = diagnosisOf(BARE);
  assertEquals([findings, state], [[], "cannot_tell"]);
  assertEquals(
    unknown.some(({ kind }) => kind === "event_loop_saturation"),
    true,
  );
});

Deno.test("slow requests need an event loop that was watched to be cleared", () => {
  const unwatched = { server_process: MEMORY, client_process: MEMORY };
  const slow = { ...unwatched, latency: latency(0.04) };
  assertEquals(diagnosisOf(resultOf(slow)).state, "problems");
  // They take too long for the floor, and why was not measured.
  assertEquals(kindsOf(resultOf(slow)), ["io_wait"]);
  // Quick ones clear it: none was held up by anything.
  assertEquals(diagnosisOf(resultOf(unwatched)).state, "nothing_wrong");
});

Deno.test("a tail is contention from 10 medians on, or from 5 on if the loop is busy", () => {
  const kinds = (tail: number, utilization: number) =>
    kindsOf(resultOf({
      latency: latency(0.008, tail),
      server_process: processOf(utilization, 0.005),
      client_process: processOf(0.1, 0.001),
    })).filter((kind) => kind === "contention");
  assertEquals(kinds(12, 0.1), ["contention"]);
  assertEquals(kinds(8, 0.1), []);
  assertEquals(kinds(8, 0.9), ["contention"]);
  assertEquals(kinds(4, 0.9), []);
});

Deno.test("of a few requests, one that was slow is no contention, and no proof of health", () => {
  const { findings, unknown } = diagnosisOf(resultOf({
    latency: { ...latency(0.008, 12), count: 20 },
  }));
  assertEquals(findings, []);
  assert(unknown.some(({ kind }) => kind === "contention"));
});

Deno.test("requests that fail where many ask at once are not lost among all others", () => {
  const document = documentWith(resultOf(
    { total_requests: 100, failed_requests: 50, success_rate: 0.5 },
    { total_requests: 10_000, failed_requests: 50, success_rate: 0.995 },
  ));
  const [{ findings: [{ kind, seen, symptoms }] }] = diagnose(document).servers;
  assertEquals(kind, "server_exhaustion");
  assertMatch(seen, /^With 10 clients at once, /);
  assertEquals(symptoms.map(({ value }) => value), [0.5, 50]);
});

Deno.test("a server that answers no request at all need not be exhausted", () => {
  const failing = (failed_requests: number) => {
    const [{ certainty, kind, seen, advice: [first] }] = diagnosisOf({
      ...BARE,
      total_requests: 100,
      failed_requests,
      success_rate: 1 - failed_requests / 100,
      metadata: {
        errors: [{ kind: "status 404", count: failed_requests, examples: [] }],
      },
    }).findings;
    return { certainty, kind, said: `${seen} ${first}` };
  };
  const none = failing(100);
  assertEquals([none.kind, none.certainty], ["server_exhaustion", "possible"]);
  assertMatch(none.said, /^No request succeeded: 100 × status 404\. /);
  assertMatch(none.said, /what is asked for/);
  // That they fail was measured; of what the server has run out was not.
  assertEquals(failing(50).certainty, "likely");
});

Deno.test("an event loop that was not watched is called neither free nor waiting", () => {
  const unwatched = {
    server_process: MEMORY,
    client_process: MEMORY,
  };
  const tail = diagnosisOf(
    resultOf({ ...unwatched, latency: latency(0.004, 60) }),
  ).findings;
  assertEquals(tail.map(({ kind }) => kind), ["contention"]);
  assertMatch(tail[0].seen, /the event loop, which was not watched/);
  const slow = diagnosisOf(
    resultOf({ ...unwatched, latency: latency(0.04) }),
  ).findings;
  assertEquals(slow.map(({ kind }) => kind), ["io_wait"]);
  assertMatch(slow[0].advice[0], /computes or waits/);
  assert(!slow[0].advice.some((advice) => advice.includes("loop has room")));
});

Deno.test("clients that asked only a few times are not compared", () => {
  const clients = (count: number) =>
    [0.001, 0.001, 0.001, 0.5].map((time) => ({
      total_requests: count,
      failed_requests: 0,
      latency: { ...latency(time), count },
    }));
  const kinds = (count: number) =>
    kindsOf(resultOf({ per_connection: clients(count) }));
  assertEquals(kinds(20), ["uneven_clients"]);
  assertEquals(kinds(2), []);
});

Deno.test("what could never be sent has not failed for the server", () => {
  const kinds = (timeouts: number) =>
    kindsOf(resultOf({}, {
      total_requests: 1000,
      failed_requests: 300,
      success_rate: 0.7,
      metadata: {
        errors: [
          { kind: "unsent", count: 300 - timeouts, examples: [] },
          { kind: "timeout", count: timeouts, examples: [] },
        ],
      },
      load: [sampleLoad({ offered_rate: 5000, achieved_rate: 600 })],
    })).filter((kind) => /exhaustion|overload/.test(kind));
  assertEquals(kinds(1), ["overload"]);
  assertEquals(kinds(200), ["server_exhaustion", "overload"]);
});

Deno.test("answers that are under way when a load ends are no overload", () => {
  const first = (different: Partial<LoadResult>) =>
    kindsOf(resultOf({}, {
      load: [sampleLoad({
        offered_rate: 20,
        achieved_rate: 20,
        duration: 2,
        response_time: latency(0.3),
        service_time: latency(0.3),
        ...different,
      })],
    }))[0];
  // For 0.3 s of 2, answers were under way.
  assertEquals(first({ throughput: 17 }), "io_wait");
  // They took ever longer, and the last of them 1 s.
  assertEquals(
    first({ throughput: 10, response_time: latency(0.5) }),
    "overload",
  );
  assertEquals(first({ throughput: 17, achieved_rate: 18 }), "overload");
});

Deno.test("what takes no time at all makes no number that is none", () => {
  const { findings } = diagnosisOf(resultOf(
    { latency: latency(0.05) },
    { connection_time: latency(0) },
  ));
  const values = findings.flatMap(({ symptoms }) =>
    symptoms.map(({ value }) => value)
  );
  assert(values.length > 0 && values.every(Number.isFinite));
});

Deno.test("a tail that the machine makes of quick requests is none", () => {
  assertEquals(kindsOf(resultOf({ latency: latency(300e-6, 40) })), []);
});

Deno.test("more clients have to get clearly less, and more so where others use the processors", () => {
  const kinds = (throughput: number, busy: number) =>
    kindsOf(resultOf({}, {
      concurrent_scaling: [1, 10, 100].map((connections) => ({
        ...WELL,
        connections,
        throughput: connections === 100 ? throughput : 10_000,
        cpu_usage: { mean: busy, max: busy },
      })),
    }));
  assertEquals(kinds(7000, 50), ["slow_down_with_clients"]);
  assertEquals(kinds(8000, 50), []);
  assertEquals(kinds(7000, 99), []);
  assertEquals(kinds(4000, 99), ["slow_down_with_clients"]);
});

Deno.test("errors say what a server has run out of", () => {
  const failing = (kind: string, message: string) =>
    kindsOf(resultOf({}, {
      failed_requests: 100,
      success_rate: 0.9,
      metadata: { errors: [{ kind, count: 100, examples: [message] }] },
    }))[0];
  assertEquals(
    failing("Error", "Too many open files (os error 24)"),
    "connection_exhaustion",
  );
  assertEquals(
    failing("AddrNotAvailable", "Cannot assign requested address"),
    "connection_exhaustion",
  );
  assertEquals(failing("RemoteError", "pool is empty"), "server_exhaustion");
  assertEquals(failing("timeout", "no answer within 1 s"), "server_exhaustion");
});

Deno.test("clients that cannot connect are few beside all requests of the others, and told", () => {
  const kinds = (failed_requests: number) =>
    kindsOf(resultOf({
      connections: 20,
      connection_time: { ...latency(0.001), count: 10 },
      failed_requests,
    }));
  assertEquals(kinds(10), ["connection_exhaustion"]);
  // Whatever was counted there, none of them failed.
  assertEquals(kinds(0), []);
});

Deno.test("a server elsewhere is far away if its connections are as slow as its answers", () => {
  const remote = { host: "192.0.2.7:80", server_mode: "external" };
  const far = resultOf(
    { latency: latency(0.045), server_process: undefined },
    { ...remote, connection_time: latency(0.04), latency: latency(0.041) },
  );
  assertEquals(kindsOf(far), ["network_latency"]);
});

Deno.test("the process of a connection takes long to start, which is no network", () => {
  const forking = resultOf({}, {
    server_mode: "forking",
    connection_time: latency(0.15),
  });
  assertEquals(kindsOf(forking), []);
});

Deno.test("a generator that is late and busy is the bottleneck, not the server", () => {
  const load = (cpu: number, late_share: number) =>
    kindsOf(resultOf({}, {
      load: [sampleLoad({
        throughput: 200,
        generator: { late_sends: 9, late_share, latest_send: 1, cpu },
      })],
    }))[0];
  assertEquals(load(0.95, 0.3), "client_saturation");
  assertEquals(load(0.1, 0), "overload");
});
