import type { LoadResult, Pacing } from "../../benchmarks/load/mod.ts";
import { formatDuration, formatRate } from "../../units/units.ts";
import { counted } from "../../units/counted.ts";

/** What load was made, in words. */
export function loadTitle(
  { loop, pacing, duration, connections, in_flight, threads }: LoadResult,
): string {
  const each = in_flight === 1 ? "" : ` with ${in_flight} requests in flight`;
  const rate = pacing === undefined ? "" : `, ${describePacing(pacing)}`;
  return `${loop} loop${rate}, for ${formatDuration(duration)} over ${
    counted(connections, "connection")
  }${each}, from ${counted(threads, "thread")}`;
}

/** When requests were due, in words. */
function describePacing(pacing: Pacing): string {
  switch (pacing.kind) {
    case "constant":
      return formatRate(pacing.rate);
    case "poisson":
      return `${formatRate(pacing.rate)} at random (Poisson)`;
    case "ramp":
      return `${formatRate(pacing.from)} rising to ${formatRate(pacing.to)}`;
    case "step":
      return pacing.steps.map(({ rate }) => formatRate(rate)).join(", then ");
  }
}
