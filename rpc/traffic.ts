/** How many bytes a connection's frames have, with their headers. */
export interface TrafficCount {
  /** As they were before compression. */
  readonly bytes: number;
  /** As they were sent, without what encryption adds. */
  readonly bytesOnWire: number;
}

/** How much has gone over a connection, hellos not counted. */
export interface Traffic {
  /** What this end has sent, or is about to. */
  readonly sent: TrafficCount;
  /** What this end has received. */
  readonly received: TrafficCount;
}
