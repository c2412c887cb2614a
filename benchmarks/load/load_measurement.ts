import { summaryOf, WITH_SAMPLES } from "../_summary_of.ts";
import { withoutUndefined } from "../_without_undefined.ts";
import type { SampleRecorder } from "../sample_recorder.ts";
import type { SummaryOptions } from "../statistics.ts";
import type { ConnectionLog } from "./_connection_log.ts";
import type { LoadTally } from "./_load_tally.ts";
import type { LoadResult } from "./load_result.ts";
import type { LoadSeries } from "./load_series.ts";
import type { Pacing } from "./pacer.ts";

/** What a {@linkcode LoadMeasurement} is of. */
export interface LoadConditions {
  /** When requests were due; absent for a closed loop. */
  readonly pacing?: Pacing;
  /** How many connections there were. */
  readonly connections: number;
  /** How many requests each had under way at most. */
  readonly inFlight: number;
  /** How many threads made the load. */
  readonly threads: number;
  /** Seconds that load was made for. */
  readonly duration: number;
  /** Seconds until the last answer was here or given up. */
  readonly elapsed: number;
  /** Whether it ended before its time. */
  readonly interrupted: boolean;
}

/** What one run of a load generator found; {@linkcode LoadGenerator.run} makes it. */
export class LoadMeasurement {
  readonly #conditions: LoadConditions;
  readonly #tally: LoadTally;
  readonly #log: ConnectionLog;
  readonly #series: LoadSeries;

  /**
   * Takes what all threads saw.
   *
   * @internal
   */
  constructor(
    conditions: LoadConditions,
    tally: LoadTally,
    log: ConnectionLog,
    series: LoadSeries,
  ) {
    this.#conditions = conditions;
    this.#tally = tally;
    this.#log = log;
    this.#series = series;
  }

  /** Seconds from when each request was due (in a closed loop: was sent) to its answer. */
  get responseTimes(): SampleRecorder {
    return this.#tally.responseTimes;
  }

  /** Seconds from when each request was sent to its answer. */
  get serviceTimes(): SampleRecorder {
    return this.#tally.serviceTimes;
  }

  /** Seconds from when each request was due to when it was sent. */
  get waitingTimes(): SampleRecorder {
    return this.#tally.waitingTimes;
  }

  /**
   * What the result document says of it, with all curves and with samples of the
   * response times unless told otherwise.
   */
  toResult(options: SummaryOptions = WITH_SAMPLES): LoadResult {
    const { samples: _ofResponseTimes, ...curves } = options;
    const { pacing, connections, inFlight, threads, duration, interrupted } =
      this.#conditions;
    const { counts, errors } = this.#tally;
    const { total, failed, unsent } = counts;
    const left = total - unsent;
    const open = pacing !== undefined;
    return withoutUndefined({
      loop: open ? "open" : "closed",
      pacing,
      offered_rate: open ? total / duration : undefined,
      achieved_rate: counts.sentInTime / duration,
      throughput: counts.answeredInTime / duration,
      connections,
      in_flight: inFlight,
      threads,
      duration,
      interrupted,
      total_requests: total,
      failed_requests: failed,
      unsent_requests: unsent,
      success_rate: total === 0 ? undefined : (total - failed) / total,
      bytes_sent: counts.bytesSent,
      bytes_received: counts.bytesReceived,
      connection_time: summaryOf(this.#log.times, curves),
      failed_connections: this.#log.failed,
      response_time: summaryOf(this.responseTimes, options),
      service_time: open ? summaryOf(this.serviceTimes, curves) : undefined,
      waiting_time: open ? summaryOf(this.waitingTimes, curves) : undefined,
      generator: {
        late_sends: counts.lateSends,
        late_share: left === 0 ? 0 : counts.lateSends / left,
        latest_send: counts.latestSend,
        cpu: counts.cpuSeconds / this.#conditions.elapsed / threads,
      },
      series: this.#series.points(this.#conditions.elapsed),
      errors: errors.counts(),
      connection_errors: this.#log.errors.counts(),
    });
  }

  /** The same as {@linkcode LoadMeasurement.toResult}. */
  toJSON(): LoadResult {
    return this.toResult();
  }
}
