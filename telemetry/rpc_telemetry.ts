import type { ConnectionObserver, RpcObserver } from "../rpc/mod.ts";
import type { CallRecord } from "./call_record.ts";
import { Recording } from "./_recording.ts";
import { ConnectionRecorder } from "./_connection_recorder.ts";
import { findChatter } from "./_chatter_findings.ts";
import type { Finding } from "./finding.ts";
import { findLoops } from "./_loop_findings.ts";
import { findNesting } from "./_nesting_findings.ts";
import { findRepeatedValues } from "./_repeated_value_findings.ts";
import { formatSummary } from "./summary.ts";
import { findUnreleased } from "./_unreleased_findings.ts";
import { type RecordedCall, recordOf } from "./_recorded_call.ts";
import type { RemoteCalls } from "./remote_calls.ts";
import type { ReferenceRecord } from "./reference_record.ts";
import {
  type CallListeners,
  completeOptions,
  type CompleteTelemetryOptions,
  type TelemetryOptions,
} from "./telemetry_options.ts";
import type {
  SectionStatistics,
  TelemetryStatistics,
} from "./telemetry_statistics.ts";

/**
 * Records the calls of the connections that it watches, however many, in bounded
 * memory.
 *
 * It counts all calls, and keeps the latest. A call that is made while another
 * one is answered counts as caused by that, also when many are answered at once.
 * Where the other end is recorded too, the calls that it makes on behalf of this
 * end's appear here under them, with no further round trip.
 *
 * @example Count the calls of one connection
 * ```ts
 * import { RpcTelemetry } from "@x/rpcbench/telemetry";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using connection = await createRpcConnection(server);
 * const telemetry = new RpcTelemetry({ slowCallThreshold: 0.05 });
 * using _observation = connection.observe(telemetry);
 * await connection.root.ping();
 * assertEquals(telemetry.statistics().network_round_trips, 1);
 * ```
 */
export class RpcTelemetry implements RpcObserver {
  readonly #recording: Recording;

  /**
   * Makes a telemetry that watches no connection yet.
   *
   * @throws {RangeError} for an option that is out of range.
   */
  constructor(options: TelemetryOptions = {}) {
    this.#recording = new Recording(completeOptions(options));
  }

  /** What it records. */
  get options(): CompleteTelemetryOptions {
    return this.#recording.options;
  }

  /** Whether it records; may be set at any time. */
  get enabled(): boolean {
    return this.#recording.enabled;
  }

  /** Records, or not. */
  set enabled(enabled: boolean) {
    this.#recording.enabled = enabled;
  }

  /**
   * Watches one connection; `connection.observe(telemetry)` calls it. The
   * listeners are told of this connection's calls only.
   */
  connected(
    _connection: { readonly peer: string },
    listeners: CallListeners = {},
  ): ConnectionObserver {
    const all = [this.#recording.options, listeners];
    return new ConnectionRecorder(this.#recording, all);
  }

  /** What it has counted. */
  statistics(): TelemetryStatistics {
    const { totals } = this.#recording;
    const { answered, methods, references } = totals;
    const ended = methods.sum((method) => method.ended);
    const seconds = methods.sum((method) => method.seconds);
    return {
      total_calls: methods.sum((method) => method.calls),
      network_round_trips: totals.roundTrips,
      references_created: references.created,
      active_references: references.active,
      current_depth: this.#recording.depth,
      max_depth: totals.maxDepth,
      slow_calls: totals.slowCalls,
      mean_call_duration: ended === 0 ? 0 : seconds / ended,
      failed_calls: methods.sum((method) => method.failed),
      bytes_out: methods.sum((method) => method.bytesOut),
      bytes_in: methods.sum((method) => method.bytesIn),
      answered_calls: answered.sum((method) => method.calls),
      methods: methods.statistics(),
      answered_methods: answered.statistics(),
    };
  }

  /**
   * The latest calls in the order in which they were made, up to `historyLimit`;
   * those that the other end made on their behalf stand where they became known.
   */
  get calls(): CallRecord[] {
    return Array.from(this.#recording.totals.history, recordOf);
  }

  /** The calls that are under way, made or answered by this end. */
  get callsUnderWay(): CallRecord[] {
    return Array.from(this.#recording.underWay, recordOf);
  }

  /** The latest calls that took longer than `slowCallThreshold`, up to 1,000. */
  get slowCalls(): CallRecord[] {
    return Array.from(this.#recording.totals.slow, recordOf);
  }

  /**
   * The latest calls that were deeper than `deepStackThreshold`, up to 1,000,
   * each with the calls of this process that caused it, the outermost first.
   */
  get deepStacks(): CallRecord[][] {
    const stacks = Array.from(this.#recording.totals.deep, stackOf);
    // What a deeper call's stack holds is told with that.
    const inner = new Set(stacks.flatMap((stack) => stack.slice(0, -1)));
    return stacks.filter((stack) =>
      !stack.slice(-1).some((it) => inner.has(it))
    )
      .map((stack) => stack.map(recordOf));
  }

  /** The latest remote objects that this end was given, up to `historyLimit`. */
  get references(): ReferenceRecord[] {
    return Array.from(
      this.#recording.totals.references,
      (reference) => reference.toRecord(),
    );
  }

  /** What each section of the program cost; see `mark`. */
  sections(): SectionStatistics[] {
    return this.#recording.totals.sections.statistics();
  }

  /** What the program could do better, the most costly first. */
  findings(): Finding[] {
    const { methods, reads, references, values } = this.#recording.totals;
    const chatter = findChatter(reads, references, methods);
    const chatty = new Set(chatter.map(({ className }) => className));
    const findings: Finding[] = [
      ...chatter,
      // A loop of reads is told once.
      ...findLoops(methods.withoutReadsOf(chatty)),
      ...findNesting(this.calls),
      ...findUnreleased(methods),
      ...findRepeatedValues(values),
    ];
    return findings.sort((a, b) => b.seconds - a.seconds || b.bytes - a.bytes);
  }

  /** All of this but references and slow and deep calls: what a result document has. */
  toJSON(): RemoteCalls {
    return {
      statistics: this.statistics(),
      sections: this.sections(),
      findings: this.findings(),
      calls: this.calls,
    };
  }

  /** Prints a summary to stdout; see {@linkcode formatSummary}. */
  printSummary(): void {
    console.log(formatSummary(this));
  }

  /** Forgets all calls, and counts anew; references that are held stay so. */
  reset(): void {
    this.#recording.reset();
  }
}

/** A call and those that caused it, the outermost first. */
function stackOf(call: RecordedCall): RecordedCall[] {
  const stack: RecordedCall[] = [];
  for (
    let at: RecordedCall | undefined = call;
    at !== undefined;
    at = at.origin.cause
  ) stack.push(at);
  return stack.reverse();
}
