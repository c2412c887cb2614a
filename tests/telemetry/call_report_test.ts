import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  type CallRecord,
  formatCallTree,
  RpcTelemetry,
} from "../../telemetry/mod.ts";

const CALL = { kind: "call", name: "ping", reference: undefined, args: [] };
const ANSWER = { ok: true, value: 1, bytes: 9, references: [] } as const;

/** The calls that one end knows when the other has sent a report. */
function callsAfter(report: unknown): CallRecord[] {
  return telemetryAfter(report).calls;
}

function telemetryAfter(report: unknown): RpcTelemetry {
  const telemetry = new RpcTelemetry();
  const connection = telemetry.connected({ peer: "127.0.0.1:1" });
  const call = connection.calling({ ...CALL, kind: "call" });
  call?.sent(50, 1);
  call?.ended(ANSWER, report);
  return telemetry;
}

/** What an end tells of a call under which it has made another one. */
function reportOfOther(): unknown[] {
  const telemetry = new RpcTelemetry();
  const connection = telemetry.connected({ peer: "127.0.0.1:1" });
  const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
  const answering = connection.called(
    { ...CALL, kind: "call" },
    traceparent,
    undefined,
  );
  answering?.run(() => {
    const nested = connection.calling({ ...CALL, kind: "call" });
    nested?.ended(ANSWER);
  });
  const report = answering?.report?.();
  answering?.ended(ANSWER);
  if (!Array.isArray(report)) throw new TypeError("there is no report");
  return structuredClone(report);
}

Deno.test("a report is taken in, and belongs to the trace of the call", () => {
  const [call, answering, nested] = callsAfter(reportOfOther());
  assertEquals([answering.side, answering.parentId], ["server", call.id]);
  assertEquals(nested.parentId, answering.id);
  assertEquals([answering.depth, nested.depth], [1, 2]);
  assertEquals([answering.traceId, nested.traceId], [
    call.traceId,
    call.traceId,
  ]);
});

Deno.test("calls that a report leaves out are shown to be", () => {
  const report = reportOfOther();
  report[5] = 7;
  const tree = formatCallTree(telemetryAfter(report));
  assertStringIncludes(tree, "… and 7 more, not told");
});

Deno.test("a malformed report is ignored, and the call is not", () => {
  const [id, process, connection, start, duration, leftOut, calls] =
    reportOfOther();
  const good = [id, process, connection, start, duration, leftOut];
  const [nested]: unknown[] = Array.isArray(calls) ? calls : [];
  const record = Object(nested);
  const malformed: unknown[] = [
    null,
    "report",
    {},
    [],
    good,
    [...good, "calls"],
    [...good, [{}]],
    [...good, [null]],
    [...good, [{ ...record, name: 7 }]],
    [...good, [{ ...record, name: "n".repeat(10_000) }]],
    [...good, [{ ...record, id: "no id" }]],
    [...good, [{ ...record, duration: -1 }]],
    [...good, [{ ...record, startedAt: NaN }]],
    [...good, [{ ...record, depth: 1.5 }]],
    [...good, [{ ...record, kind: "steal" }]],
    [...good, [{ ...record, location: { file: "x" } }]],
    [...good, [{ ...record, receivedReferences: new Array(1000).fill({}) }]],
    [...good, [{ ...record, more: "x".repeat(1e6) }]],
    [...good, new Array(101).fill(record)],
    ["no id", process, connection, start, duration, leftOut, calls],
    [id, process, connection, Infinity, duration, leftOut, calls],
    [id, process, connection, start, undefined, leftOut, null],
  ];
  for (const report of malformed) {
    assertEquals(callsAfter(report).map(({ side }) => side), ["client"]);
  }
  assertEquals(callsAfter([...good, [record]]).length, 3);
});

Deno.test("calls whose clock is off are moved into the call", () => {
  const report = reportOfOther();
  report[3] = 1000;
  const [call, answering] = callsAfter(report);
  const early = answering.startedAt - call.startedAt;
  const late = (call.duration ?? 0) - early - (answering.duration ?? 0);
  assertEquals(Math.abs(early - late) < 1e-5, true);
});

Deno.test("a traceparent that is none begins a tree of its own", () => {
  const telemetry = new RpcTelemetry();
  const connection = telemetry.connected({ peer: "127.0.0.1:1" });
  for (const traceparent of ["", "00-1-2-3", `ff-${"a".repeat(32)}`]) {
    connection.called({ ...CALL, kind: "call" }, traceparent, undefined)
      ?.ended(ANSWER);
  }
  for (const { parentId } of telemetry.calls) assertEquals(parentId, undefined);
});
