import { formatBytes, formatCount, formatDuration } from "../units/units.ts";
import { describeFinding } from "./describe_finding.ts";
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
        `  ${i + 1}. ${describeFinding(finding)}`,
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
