import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import type { Remote } from "../../rpc/mod.ts";
import {
  type Finding,
  formatFindings,
  RpcTelemetry,
} from "../../telemetry/mod.ts";
import { profiledPair, type ProfiledPairOptions } from "./_profiled_pair.ts";
import { ShopService } from "./_shop_service.ts";

/** What is found after a program has run. */
async function findingsOf(
  program: (root: Remote<ShopService>) => Promise<unknown>,
  options?: ProfiledPairOptions,
): Promise<{ findings: Finding[]; telemetry: RpcTelemetry }> {
  await using pair = await profiledPair(ShopService, options);
  await program(pair.client.root);
  return { findings: pair.telemetry.findings(), telemetry: pair.telemetry };
}

Deno.test("a loop of calls is found at its line, with what it cost", async () => {
  const { findings, telemetry } = await findingsOf(async (root) => {
    for (let i = 0; i < 150; i++) await root.load(10, i);
  });
  const [loop, ...more] = findings;
  assert(loop.kind === "calls_in_a_loop");
  assertEquals(more, []);
  assertEquals([loop.method, loop.overlapping], ["load", 0]);
  // On a busy machine, a rest of its own making may cut off the first few.
  assert(30 < loop.calls && loop.calls <= 150);
  assertEquals(loop.savedRoundTrips, loop.calls - loop.loops);
  assertEquals(loop.location, telemetry.calls[0].location);
  const { bytes_in, bytes_out, methods } = telemetry.statistics();
  assert(loop.bytes > 0 && loop.bytes <= bytes_in + bytes_out);
  assert(loop.seconds > 0 && loop.seconds <= methods[0].total * 1.001);
  assertMatch(loop.fix, /connection\.batch/);
});

Deno.test("a loop whose calls overlap is told as such, with the time really lost", async () => {
  const { findings: [loop], telemetry } = await findingsOf((root) =>
    Promise.all(Array.from({ length: 150 }, () => root.ping()))
  );
  assert(loop.kind === "calls_in_a_loop");
  assertEquals(loop.overlapping, 149);
  const [ping] = telemetry.statistics().methods;
  assertGreater(ping.total, 10 * loop.seconds);
  assertMatch(formatFindings([loop]), /most of them overlap/);
});

Deno.test("the loops of many callers are told apart, and none is made of them all", async () => {
  const { findings } = await findingsOf((root) =>
    Promise.all(Array.from({ length: 20 }, () =>
      root.ask(4, async () => {
        await root.ping();
      })))
  );
  assertEquals(findings.map(({ kind }) => kind), []);
  const long = await findingsOf((root) =>
    root.ask(2, async () => {
      for (let i = 0; i < 150; i++) await root.ping();
    })
  );
  const [loop] = long.findings;
  assert(loop.kind === "calls_in_a_loop");
  assertEquals(loop.loops, 2);
  assert(60 < loop.calls && loop.calls <= 300);
});

Deno.test("the server's time is told, since no batch would save it", async () => {
  const { findings: [loop] } = await findingsOf(async (root) => {
    for (let i = 0; i < 110; i++) await root.sleep(0.001);
  }, { bothEnds: true });
  assert(loop.kind === "calls_in_a_loop");
  assertGreater(loop.serverSeconds, 0.09);
  assertGreater(loop.seconds, loop.serverSeconds);
});

Deno.test("properties read one by one are found by class", async () => {
  const { findings } = await findingsOf(async (root) => {
    for (const user of await root.users(100)) {
      await user.name;
      await user.email;
      user[Symbol.dispose]();
    }
  });
  const [chatter, ...more] = findings;
  assert(chatter.kind === "property_chatter");
  assertEquals(more, []);
  assertEquals([chatter.className, chatter.objects], ["User", 100]);
  assert(100 < chatter.calls && chatter.calls <= 200);
  assertEquals(chatter.savedRoundTrips, chatter.calls - 100);
  assertEquals([...chatter.properties].sort(), ["email", "name"]);
  assertMatch(chatter.fix, /obtain/);
});

Deno.test("one object that is read again and again is found as well", async () => {
  const { findings: [chatter] } = await findingsOf(async (root) => {
    using user = await root.user(1);
    for (let i = 0; i < 60; i++) await user.name;
  });
  assert(chatter.kind === "property_chatter");
  assertEquals(chatter.objects, 1);
  assert(20 < chatter.calls && chatter.calls <= 60);
  assertEquals(chatter.savedRoundTrips, chatter.calls - 1);
});

Deno.test("calls that cause calls are found with their stack", async () => {
  const { findings } = await findingsOf(async (root) => {
    for (let i = 0; i < 2; i++) {
      await root.ask(1, () => root.ask(1, () => root.ping()));
    }
  });
  const [nesting, ...more] = findings;
  assert(nesting.kind === "deep_nesting");
  assertEquals(more, []);
  assertEquals(nesting.stack, [
    "ask()",
    "callback()",
    "ask()",
    "callback()",
    "ping()",
  ]);
  assertEquals([nesting.times, nesting.calls], [2, 10]);
});

Deno.test("of calls that cause calls, only those of deep stacks are told", async () => {
  const { findings } = await findingsOf((root) =>
    root.ask(25, async (turn) => {
      if (turn === 3) await root.ask(1, () => root.ping());
    })
  );
  const [nesting] = findings;
  assert(nesting.kind === "deep_nesting");
  assertEquals([nesting.calls, nesting.savedRoundTrips], [5, 4]);
});

Deno.test("a very deep stack is told in one line", async () => {
  const { findings } = await findingsOf(async (root) => {
    const down = async (levels: number): Promise<void> => {
      if (levels > 0) await root.ask(1, () => down(levels - 1));
    };
    await down(20);
  });
  const deep = "ask() → callback() → ".repeat(4) + "ask() → … → callback()";
  assertStringIncludes(
    formatFindings(findings),
    `40 deep, once: ${deep}\n`,
  );
});

Deno.test("references that are kept are found by the line that gets them", async () => {
  await using pair = await profiledPair(ShopService);
  const kept = [];
  for (let i = 0; i < 25; i++) kept.push(await pair.client.root.user(i));
  const [unreleased, ...more] = pair.telemetry.findings();
  assert(unreleased.kind === "unreleased_references");
  assertEquals(more, []);
  assertEquals([unreleased.className, unreleased.references], ["User", 25]);
  assertEquals(unreleased.location, pair.telemetry.calls[0].location);
  for (const user of kept) user[Symbol.dispose]();
  assertEquals(pair.telemetry.findings(), []);
});

Deno.test("references that only the garbage collector released count as kept", () => {
  const telemetry = new RpcTelemetry();
  const connection = telemetry.connected({ peer: "127.0.0.1:1" });
  for (let id = 1; id <= 25; id++) {
    const call = connection.calling({
      kind: "call",
      name: "user",
      reference: undefined,
      args: [],
    });
    const reference = { id, className: "User" };
    connection.received(reference);
    call?.sent(30, id);
    call?.ended({ ok: true, value: null, bytes: 30, references: [reference] });
    connection.released(reference, "collector");
  }
  const [unreleased] = telemetry.findings();
  assert(unreleased.kind === "unreleased_references");
  assertEquals(unreleased.references, 25);
  assertEquals(telemetry.statistics().active_references, 0);
  assertEquals(telemetry.references[0].state, "collected");
});

Deno.test("a large value that goes again is found, in either direction", async () => {
  const { findings } = await findingsOf(async (root) => {
    const bytes = crypto.getRandomValues(new Uint8Array(65_536));
    for (let i = 0; i < 6; i++) {
      await root.store(bytes.slice());
      await root.load(100_000, 7);
    }
  });
  const found = findings.flatMap((finding) =>
    finding.kind === "repeated_value"
      ? [[finding.direction, finding.method, finding.valueBytes, finding.calls]]
      : []
  );
  assertEquals(found.sort(), [
    ["received", "load", 100_000, 6],
    ["sent", "store", 65_536, 6],
  ]);
  assertEquals(findings.length, 2);
});

Deno.test("values that only look alike from afar are not the same", async () => {
  const { findings } = await findingsOf(async (root) => {
    const chunk = new Uint8Array(100_000);
    for (let i = 0; i < 10; i++) {
      crypto.getRandomValues(chunk.subarray(0, 65_536));
      await root.store(chunk);
      await root.load(100_000, i);
    }
  });
  assertEquals(findings, []);
});

Deno.test("what an ordinary program does is no finding", async () => {
  await using pair = await profiledPair(ShopService);
  const { client, telemetry } = pair;
  for (let i = 0; i < 25; i++) await client.root.ping();
  for (let i = 0; i < 20; i++) {
    using user = await client.root.user(i);
    await user.greet();
  }
  await client.batch((root) =>
    Promise.all(Array.from({ length: 300 }, () => root.load(1, 1)))
  );
  await client.root.ask(3, () => client.root.ping());
  for (let i = 0; i < 3; i++) await client.root.store(new Uint8Array(1e5));
  assertEquals(telemetry.findings(), []);
  assertEquals(formatFindings(telemetry.findings()), "FINDINGS\n  none");
});

Deno.test("calls with rests between them are no loop", async () => {
  const { findings } = await findingsOf(async (root) => {
    for (let i = 0; i < 120; i++) {
      const start = performance.now();
      await root.ping();
      const end = performance.now();
      // The program's own work takes longer than ten calls.
      while (performance.now() - end < 20 * (end - start));
    }
  });
  assertEquals(findings, []);
});

Deno.test("findings are told with line, cost and fix, the most costly first", async () => {
  const { findings } = await findingsOf(async (root) => {
    for (let i = 0; i < 150; i++) await root.sleep(0.001);
    for (let i = 0; i < 150; i++) await root.ping();
  });
  const [first, second] = findings;
  assert(first.kind === "calls_in_a_loop" && second.kind === first.kind);
  assert(first.seconds > second.seconds);
  const text = formatFindings(findings).replaceAll(
    /\d[\d.]* (ms|s|KiB)\b/g,
    "N",
    // On a busy machine, what lines cost is an estimate.
  ).replaceAll(/(about )?\d+ (times|round trips)/g, "N $2")
    .replaceAll(/file:.*findings_test\.ts:\d+:\d+/g, "HERE");
  const { fix, method } = first;
  assertEquals(
    text,
    `\
FINDINGS
  1. ${method} was called N times in a loop
     at HERE
     cost: N of waiting, N, N round trips that could be saved
     fix: ${fix}
  2. ${second.method} was called N times in a loop
     at HERE
     cost: N of waiting, N, N round trips that could be saved
     fix: ${fix}`,
  );
});
