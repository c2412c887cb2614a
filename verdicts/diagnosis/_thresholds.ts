/**
 * From where on a symptom is one. Those of the cookbook that this system's rules go
 * back to (its decision tree and its two tables of symptoms) stand as they are
 * there; where Deno's terms are others, it says why.
 */
export const THRESHOLDS = {
  /** The decision tree: with fewer successes than 95 %, the server is exhausted. */
  leastSuccess: 0.95,
  /** The decision tree: a 99th percentile above 10 medians is contention, whatever else. */
  severeTail: 10,
  /** The same, where the event loop is busy: what is a GIL there, is one event loop here. */
  tailOfBusyLoop: 5,
  /** Of fewer, the 99th percentile is but the slowest: one that was slow by chance. */
  leastOfTail: 100,
  /**
   * Seconds: what is shorter is no tail, no wait and no way that anyone would mend,
   * however many medians or floors it is. A ping takes a tenth of a millisecond, and
   * any program beside it makes some of 100 take ten.
   */
  noticeable: 0.02,
  /**
   * The same of a tail where all processors were busy: whoever waits for one is late by
   * tens of milliseconds now and then. The decision tree's own 100 ms.
   */
  noticeableInCrowd: 0.1,
  /** The decision tree: above 80 % of a processor the loop is busy. */
  busyLoop: 0.8,
  /** The decision tree: below 30 % it is free, and whatever takes long is waited for. */
  freeLoop: 0.3,
  /**
   * The same of an answer: where the server computes for so much of its time, it does
   * not wait for something else, however free its loop is between calls.
   */
  leastWork: 0.3,
  /** Of all processors: with so many of them busy, a loop may want more than it gets. */
  busyMachine: 0.9,
  /**
   * Of the time: an event loop that waits for a processor for so much of it, is late by
   * what else runs. On a machine of two processors, two ends of a connection that are
   * always busy wait for up to 0.2 by themselves.
   */
  mostProcessorWait: 0.25,
  /**
   * Seconds by which a loop turns late on average, from which on single calls hold it.
   * Ours: a timer of Deno comes up to 1 ms late by itself, and some more on a machine
   * that is shared; the cookbook guesses from CPU use, which cannot tell.
   */
  heldLoop: 0.02,
  /**
   * The same of a server that is slow to answer and whose loop is not free: late so
   * much, it is its calls that compute for so long, one at a time.
   */
  lateLoop: 0.005,
  /**
   * Multiples of the floor's round trip: beyond, neither codec nor event loop explain
   * what is waited for. Ours, in the place of the cookbook's 100 ms: the floor of the
   * same run tells how fast this machine can be.
   */
  farAboveFloor: 10,
  /**
   * Multiples of the quickest connection: an answer that takes longer is waited for at
   * the server, since whatever is in the way is in the way of both.
   */
  aboveConnection: 3,
  /**
   * A part of the quickest answer: a connection that takes less does not go the same
   * slow way. That it is below 1 leaves room for answers that take some work as well.
   */
  leastOfAnswer: 0.3,
  /**
   * Seconds: a round trip over a machine's own network, where the run has measured no
   * floor, as load does not. The floors of the machines that this was written on are
   * below.
   */
  usualRoundTrip: 0.0002,
  /** Of all sends: as the load generator itself warns. */
  mostLateSends: 0.01,
  /** Of a thread's time: as the load generator itself warns. */
  busyGenerator: 0.9,
  /**
   * The table of patterns: clients whose times vary by more than half of the median are
   * not treated alike.
   */
  unevenClients: 0.5,
  /** A part of what was offered: with less sent in time, more is asked than can be served. */
  leastOfOffered: 0.95,
  /** A loss of a quarter is critical, as in comparisons: more clients get less done. */
  lossByClients: 0.25,
  /** The same where all processors were busy, so that who else runs decides as well. */
  lossInCrowd: 0.5,
  /** The decision tree: more calls than that are excess round trips, if a line repeats them. */
  mostCalls: 100,
  /** The decision tree: more remote objects than that are overhead, if they are read one by one. */
  mostReferences: 20,
  /** The decision tree: calls that cause calls deeper than that are nested deeply. */
  deepestNesting: 3,
} as const;
