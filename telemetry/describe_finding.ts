import { formatBytes, formatCount } from "../units/units.ts";
import { stackTitle } from "./_call_title.ts";
import { counted } from "../units/counted.ts";
import type { Finding } from "./finding.ts";

/**
 * What was seen, in one sentence without the full stop.
 *
 * @example Say what a finding is about
 * ```ts
 * import { describeFinding, type Finding } from "@x/rpcbench/telemetry";
 * import { assertEquals } from "@std/assert";
 *
 * const finding: Finding = {
 *   kind: "unreleased_references",
 *   location: undefined,
 *   calls: 12,
 *   seconds: 0,
 *   bytes: 0,
 *   savedRoundTrips: 0,
 *   fix: "Dispose of them.",
 *   className: "Cart",
 *   method: "openCart",
 *   references: 12,
 * };
 * assertEquals(
 *   describeFinding(finding),
 *   "12 Cart objects from openCart were not released",
 * );
 * ```
 */
export function describeFinding(finding: Finding): string {
  const calls = formatCount(finding.calls);
  switch (finding.kind) {
    case "calls_in_a_loop": {
      const { isEstimate, loops, method, overlapping } = finding;
      const where = loops === 1 ? "a loop" : `${formatCount(loops)} loops`;
      const overlap = 2 * overlapping < finding.calls
        ? ""
        : "; most of them overlap, so that they cost less than one by one";
      const about = isEstimate ? "about " : "";
      return `${method} was called ${about}${calls} times in ${where}${overlap}`;
    }
    case "property_chatter": {
      const { className, objects, properties } = finding;
      return `properties of ${
        counted(objects, `${className} object`)
      } were read one by one, ${calls} times: ${listed(properties)}`;
    }
    case "deep_nesting": {
      const { stack, times } = finding;
      return `calls caused calls, ${stack.length} deep, ${
        times === 1 ? "once" : `${formatCount(times)} times`
      }: ${stackTitle(stack)}`;
    }
    case "unreleased_references": {
      const { className, method, references } = finding;
      return `${
        formatCount(references)
      } ${className} objects from ${method} were not released`;
    }
    case "repeated_value": {
      const { direction, method, valueBytes } = finding;
      return `the same ${
        formatBytes(valueBytes)
      } were ${direction} ${calls} times, first by ${method}`;
    }
  }
}

/** As many names as one line takes. */
const MOST_NAMES = 5;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  return names.length > shown.length
    ? `${shown.join(", ")} and others`
    : shown.join(", ");
}
