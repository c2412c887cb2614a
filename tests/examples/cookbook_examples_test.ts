import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { run, show } from "./_example.ts";

const DURATION = String.raw`[\d,.]+ (?:ns|µs|ms|s)`;

Deno.test("connection_time compares kinds of connections, and counts them in calls", async () => {
  const text = await show("connection_time", "--connections=3");
  for (const name of ["one process for all", "one .*, TLS", "a process each"]) {
    assertMatch(
      text,
      new RegExp(
        `^${name} +median +${DURATION} .* max +${DURATION} +as long as \\d+ calls$`,
        "m",
      ),
    );
  }
});

Deno.test("latency_distribution shows the tail, and whose it is", async () => {
  const text = await show("latency_distribution", "--requests=300");
  for (const percentile of ["median", "p90", "p99", "p999", "max"]) {
    assertMatch(
      text,
      new RegExp(`^  ${percentile} +${DURATION} +floor +${DURATION}$`, "m"),
    );
  }
  assertMatch(text, /^300 calls[^]*^The tail is (short|long)/m);
});

Deno.test("payload_sizes says what each size costs, and from which on it matters", async () => {
  const text = await show(
    "payload_sizes",
    "--sizes=64,4194304",
    "--iterations=5",
  );
  assertMatch(text, new RegExp(`^ +64 B +up .* in +${DURATION} +down `, "m"));
  assertMatch(text, /^From 4 MiB on, bytes cost more than the call itself\.$/m);
});

Deno.test("concurrency_ladder doubles the clients, and stops at the limit", async () => {
  const free = await show(
    "concurrency_ladder",
    "--most=1",
    "--requests=20",
    "--slowest=60",
  );
  assertMatch(free, /^clients +1 .* answered 100 %\n$/);
  const bound = await show(
    "concurrency_ladder",
    "--requests=20",
    "--slowest=0",
  );
  assertMatch(bound, /^clients +1 [^\n]+\nThe limit is at 1 clients: p99 is /);
});
