import { formatJsonReport } from "../json_report.ts";
import type { Run } from "../run.ts";
import { LARGE, packed } from "./packed.ts";

/** A run's document, as a page can hold it. */
export interface PackedRun {
  /** What {@linkcode packed} makes of it. */
  readonly data: string;
  /** Whether that is the document, or the document without the spaces between its values. */
  readonly form: "whole" | "dense";
}

/**
 * Packs a run's document. Of one that is as rpcbench writes it, the page can make
 * the same bytes again from less.
 */
export async function packedRun({ document, source }: Run): Promise<PackedRun> {
  const isDense = source.length <= LARGE &&
    new TextDecoder().decode(source) === formatJsonReport(document);
  const bytes = isDense
    ? new TextEncoder().encode(JSON.stringify(document))
    : source;
  return { data: await packed(bytes), form: isDense ? "dense" : "whole" };
}
