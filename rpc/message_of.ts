/** What went wrong, in its own words; what is thrown may be anything. */
export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    // There are things that have no words, and some that throw when asked.
    return `something of type ${typeof error}`;
  }
}
