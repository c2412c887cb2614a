import {
  INTERRUPTED,
  type ResultDocument,
  serverResults,
} from "../benchmarks/result_document.ts";

/**
 * Why a document has not all that its run was to find out, a sentence each: what
 * could not be measured, and that it was interrupted. No verdict on what it does
 * have makes up for that.
 */
export function incompletenessOf(document: ResultDocument): readonly string[] {
  const { failures = [], warnings } = document.meta;
  const loads = [...serverResults(document).values()]
    .flatMap(({ load = [] }) => load);
  const interrupted = warnings.includes(INTERRUPTED) ||
    loads.some(({ interrupted }) => interrupted);
  return [...failures, ...interrupted ? [INTERRUPTED] : []];
}
