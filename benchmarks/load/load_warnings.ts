import {
  formatCount,
  formatDuration,
  formatPercent,
} from "../../units/units.ts";
import type { LoadResult } from "./load_result.ts";

/** More late sends than this part of all, and the numbers are partly the generator's. */
const MOST_LATE = 0.01;
/** Busier than this part of a processor, a thread may be what limits. */
const BUSY = 0.9;
/** Less of the offered rate than this is another load than was asked for. */
const LEAST_ACHIEVED = 0.99;

/**
 * What a reader should know before believing a run of load, and who is to blame:
 * the generator, or what was under load.
 *
 * @example Warn of a target that is down
 * ```ts
 * import { LoadGenerator, loadWarnings } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 * const { port } = listener.addr;
 * listener.close();
 * await using generator = await LoadGenerator.start({
 *   target: { kind: "rpc", port, method: "ping" },
 * });
 * const measurement = await generator.run({ requests: 10 });
 * assertEquals(loadWarnings(measurement.toResult()), [
 *   "10 of 10 requests failed; they are in no response time",
 * ]);
 * ```
 */
export function loadWarnings(result: LoadResult): string[] {
  const { generator, duration } = result;
  const { offered_rate: offered = 0, achieved_rate: achieved } = result;
  const warnings: string[] = [];
  if (result.interrupted) {
    warnings.push(`interrupted after ${formatDuration(duration)}`);
  }
  const late = generator.late_share > MOST_LATE;
  if (late) {
    warnings.push(
      `the load generator, not the target, sent ${
        formatPercent(generator.late_share)
      } of the requests over 1 ms late, by up to ${
        formatDuration(generator.latest_send)
      }; it needs a lower rate, more threads or a less busy machine`,
    );
  }
  if (isBusy(result)) {
    warnings.push(
      `the load generator used ${
        formatPercent(generator.cpu)
      } of a processor per thread; the target may be able to do more than it was asked to, which more threads may show`,
    );
  }
  if (achieved < LEAST_ACHIEVED * offered) {
    warnings.push(
      `${formatCount(Math.round(achieved))} of ${
        formatCount(Math.round(offered))
      } requests per second left in time${
        late && result.unsent_requests === 0
          ? ""
          : ": for the others there was no connection, or none was free"
      }`,
    );
  }
  if (result.failed_requests > 0) {
    warnings.push(
      `${formatCount(result.failed_requests)} of ${
        formatCount(result.total_requests)
      } requests failed; they are in no response time`,
    );
  }
  return warnings;
}

/**
 * Whether the generator's processor was so busy that it may be what limited.
 *
 * @internal
 */
export function isBusy({ generator }: LoadResult): boolean {
  return generator.cpu > BUSY;
}
