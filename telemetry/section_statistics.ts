/** What a part of a program cost: see `mark`. */
export interface SectionStatistics {
  /** With the names of the sections around it in front: `"outer/inner"`. */
  readonly name: string;
  /** How often it was entered. */
  readonly entries: number;
  /** Seconds spent there, of all entries together. */
  readonly duration: number;
  /** How many calls were made there, the sections within it included. */
  readonly total_calls: number;
  /** How many frames carried them. */
  readonly network_round_trips: number;
  /** How many remote objects came with their answers. */
  readonly references_created: number;
}
