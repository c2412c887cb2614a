/** The schedulers that there are; their bytes on the wire are their places here. */
export const SCHEDULER_NAMES = ["exit_ordered", "key_serialized"] as const;

/**
 * How calls run: `exit_ordered`, all at once, answered as they end; or
 * `key_serialized`, those with the same ordering key one after another, as they
 * arrived, and all others at once.
 */
export type SchedulerName = typeof SCHEDULER_NAMES[number];
