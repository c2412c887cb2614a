/**
 * The path of a metric without what tells the entries of lists from each other, as
 * far as that stands in brackets: `load.response_time.p99`.
 */
export function withoutEntryNames(path: string): string {
  return path.replaceAll(/\[[^\]]*\]/g, "");
}
