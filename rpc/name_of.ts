/** The name of what was thrown, or its type if it is no error. */
export function nameOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.name) : typeof error;
  } catch {
    // There are errors that throw when asked for their name.
    return typeof error;
  }
}
