import {
  INTERRUPTED,
  type ResultDocument,
  serverResults,
} from "../benchmarks/result_document.ts";

/** Of an experiment that measured two in turns. */
const NO_ANSWERS = "one of the two sides answered nothing any more";

/**
 * Why a document has not all that its run was to find out, a sentence each: what
 * could not be measured, and that it was interrupted. No verdict on what it does
 * have makes up for that.
 */
export function incompletenessOf(document: ResultDocument): readonly string[] {
  const { ab, failures = [], warnings } = document.meta;
  const loads = [...serverResults(document).values()]
    .flatMap(({ load = [] }) => load);
  const interrupted = warnings.includes(INTERRUPTED) ||
    ab?.ended === "interrupted" ||
    loads.some(({ interrupted }) => interrupted);
  return [
    ...failures,
    ...ab?.ended === "no_answers" ? [NO_ANSWERS] : [],
    ...interrupted ? [INTERRUPTED] : [],
  ];
}
