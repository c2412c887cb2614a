import { formatCount } from "../units/units.ts";
import { counted } from "../units/counted.ts";
import { formatLocation } from "./_location_text.ts";
import type { ReferenceRecord } from "./reference_record.ts";
import type { RpcTelemetry } from "./rpc_telemetry.ts";

/** As many kinds of references as people read. */
const MOST_LINES = 50;

/**
 * The latest remote objects that a program was given, by class and by the call
 * that brought them: how many, how often they were used, how many are held.
 *
 * @example Print what a program holds
 * ```ts
 * import { formatReferenceReport, RpcTelemetry } from "@x/rpcbench/telemetry";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const report = formatReferenceReport(new RpcTelemetry());
 * assertStringIncludes(report, "none");
 * ```
 */
export function formatReferenceReport(telemetry: RpcTelemetry): string {
  const { active_references, references_created } = telemetry.statistics();
  const kinds = [...Map.groupBy(telemetry.references, kindOf).values()];
  if (kinds.length === 0) return "REFERENCES\n  none";
  const shown = kinds.sort((a, b) =>
    usesOf(b) - usesOf(a) || b.length - a.length
  )
    .slice(0, MOST_LINES);
  const more = kinds.length - shown.length;
  return [
    `REFERENCES  ${formatCount(references_created)} received, ${
      formatCount(active_references)
    } held`,
    ...shown.map((references) => `  ${lineOf(references)}`),
    ...more > 0 ? [`  … and ${formatCount(more)} lines more`] : [],
  ].join("\n");
}

function lineOf(references: readonly ReferenceRecord[]): string {
  const [{ className }] = references;
  const mostUses = references.reduce(
    (most, { accesses }) => Math.max(most, accesses),
    0,
  );
  const held = references.filter(({ state }) => state === "active").length;
  return [
    `${className} × ${formatCount(references.length)} ${
      originOf(references[0])
    }`,
    `${counted(usesOf(references), "use")}, at most ${
      formatCount(mostUses)
    } of one`,
    `${formatCount(held)} held`,
  ].join("; ");
}

function usesOf(references: readonly ReferenceRecord[]): number {
  return references.reduce((sum, { accesses }) => sum + accesses, 0);
}

function kindOf(reference: ReferenceRecord): string {
  return `${reference.className} ${originOf(reference)}`;
}

/** The call that brought a reference. */
function originOf(
  { location, receivedFrom }: ReferenceRecord,
): string {
  if (receivedFrom === undefined) return "as an argument";
  const line = location === undefined ? "" : ` at ${formatLocation(location)}`;
  return `from ${receivedFrom}()${line}`;
}
