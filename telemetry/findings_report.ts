import { formatBytes, formatCount, formatDuration } from "../units/units.ts";
import { stackTitle } from "./_call_title.ts";
import { counted } from "./_counted.ts";
import type { Finding } from "./finding.ts";

/** As many findings as people read. */
const MOST_FINDINGS = 20;

/**
 * Findings for people: what was seen and what it cost, at which line, and what
 * to do about it.
 *
 * @example Print what a program could do better
 * ```ts
 * import { createProfiledConnection, formatFindings } from "@x/rpcbench/telemetry";
 * import { type BenchmarkService, RpcServer } from "@x/rpcbench/servers";
 * import { assertStringIncludes } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using profiled = await createProfiledConnection<BenchmarkService>(server);
 * for (let i = 0; i < 200; i++) await profiled.root.compute(i);
 * const findings = profiled.telemetry.findings();
 * assertStringIncludes(formatFindings(findings), "compute");
 * ```
 */
export function formatFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return "FINDINGS\n  none";
  const shown = findings.slice(0, MOST_FINDINGS);
  const more = findings.length - shown.length;
  return [
    "FINDINGS",
    ...shown.flatMap((finding, i) => {
      const { location } = finding;
      return [
        `  ${i + 1}. ${whatWasSeen(finding)}`,
        ...location === undefined ? [] : [
          `     at ${location.file}:${location.line}:${location.column}`,
        ],
        `     cost: ${cost(finding)}`,
        `     fix: ${finding.fix}`,
      ];
    }),
    ...more > 0 ? [`  … and ${formatCount(more)} more`] : [],
  ].join("\n");
}

function whatWasSeen(finding: Finding): string {
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

function cost(finding: Finding): string {
  const { bytes, savedRoundTrips, seconds } = finding;
  if (finding.kind === "unreleased_references") {
    return "memory at both ends, until it is collected or the connection closed";
  }
  const parts = [`${formatDuration(seconds)} of waiting`, formatBytes(bytes)];
  if (finding.kind === "calls_in_a_loop" && finding.serverSeconds > 0) {
    parts[0] += ` (${
      formatDuration(finding.serverSeconds)
    } for the server's work)`;
  }
  if (savedRoundTrips > 0) {
    parts.push(
      `${formatCount(savedRoundTrips)} round trips that could be saved`,
    );
  }
  return parts.join(", ");
}

/** As many names as one line takes. */
const MOST_NAMES = 5;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  return names.length > shown.length
    ? `${shown.join(", ")} and others`
    : shown.join(", ");
}
