/**
 * Lets timers, signals and the ends of processes be heard. Requests that fail at
 * once, one after another, would keep them out for as long as there are any.
 */
export function letEventsIn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
