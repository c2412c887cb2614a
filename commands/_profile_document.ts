import {
  BenchmarkResults,
  type ErrorCount,
  ErrorLog,
  type ResultDocument,
  SampleRecorder,
  type ServerResult,
} from "../benchmarks/mod.ts";
import type {
  CallRecord,
  RemoteCalls,
  TelemetryOptions,
} from "../telemetry/mod.ts";
import type { ProfileReport } from "./_profile_channel.ts";

/** The result document of a program, which has the place of a server in it. */
export class ProfileDocument {
  readonly #name: string;
  readonly #results: BenchmarkResults;

  /** Starts the clock of a program, given as the user has named it. */
  constructor(script: string, telemetry: TelemetryOptions) {
    this.#name = fileName(script);
    // The program's arguments are left out: they may be secrets.
    this.#results = new BenchmarkResults({ script, ...telemetry });
  }

  /** Stops the clock. */
  end(): void {
    this.#results.end();
  }

  /** The document of a program that has ended so, and reported that. */
  of(code: number, report: ProfileReport): ResultDocument {
    const { remoteCalls } = report;
    const calls = callsOf(report);
    const { total_calls } = remoteCalls.statistics;
    if (code !== 0) this.#warn(`the program ended with exit code ${code}`);
    if (calls.length < total_calls) {
      this.#warn(
        `of ${total_calls} calls, ${calls.length} are told one by one, which ` +
          "latency and errors are of; --history-limit keeps more",
      );
    }
    const document = this.#results.toJSON();
    const { duration } = document.meta;
    return {
      ...document,
      [this.#name]: programResult(this.#name, duration, calls, remoteCalls),
    };
  }

  #warn(warning: string): void {
    this.#results.warn(`${this.#name}: ${warning}`);
  }
}

/** The file that a path or a URL leads to. */
function fileName(script: string): string {
  const name = script.replace(/[?#].*$/, "").split(/[/\\]/).at(-1) ?? "";
  // `meta` has its own place in the document.
  return name === "" || name === "meta" ? "program" : name;
}

/** The calls that the program made, without those of others on its behalf. */
function callsOf({ processId, remoteCalls }: ProfileReport): CallRecord[] {
  return remoteCalls.calls.filter((call) =>
    call.side === "client" && call.processId === processId
  );
}

function programResult(
  name: string,
  duration: number,
  calls: readonly CallRecord[],
  remoteCalls: RemoteCalls,
): ServerResult {
  const { failed_calls, total_calls } = remoteCalls.statistics;
  const latencies = new SampleRecorder();
  for (const { duration, error } of calls) {
    if (duration !== undefined && error === undefined) {
      latencies.record(duration);
    }
  }
  return {
    name,
    protocol: "rpc",
    server_mode: "program",
    duration,
    total_requests: total_calls,
    failed_requests: failed_calls,
    ...total_calls === 0
      ? {}
      : { success_rate: (total_calls - failed_calls) / total_calls },
    ...latencies.count === 0
      ? {}
      : { latency: latencies.summary({ distribution: true, samples: true }) },
    remote_calls: remoteCalls,
    metadata: { errors: errorsOf(calls) },
  };
}

function errorsOf(calls: readonly CallRecord[]): ErrorCount[] {
  const log = new ErrorLog();
  for (const { error } of calls) {
    if (error === undefined) continue;
    const [, kind, message] = /^([^:\s]+): (.*)$/s.exec(error) ??
      ["", "other", error];
    log.addCounts([{ kind, count: 1, examples: [message] }]);
  }
  return log.counts();
}
