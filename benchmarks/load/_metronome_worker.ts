/// <reference lib="deno.worker" />
/**
 * The program of a worker that does nothing but sleep, and say when it is over:
 * a thread of its own may sleep to some hundredths of a millisecond.
 */
import {
  METRONOME_ORDER,
  METRONOME_SLEEP,
  METRONOME_STOP,
} from "./_metronome.ts";

self.onmessage = ({ data }: MessageEvent<Int32Array>) => {
  self.postMessage(undefined);
  for (let order = 0;;) {
    Atomics.wait(data, METRONOME_ORDER, order);
    order = Atomics.load(data, METRONOME_ORDER);
    const microseconds = Atomics.load(data, METRONOME_SLEEP);
    if (microseconds === METRONOME_STOP) return self.close();
    // Another order is another sleep.
    const end = Atomics.wait(data, METRONOME_ORDER, order, microseconds / 1000);
    if (end === "timed-out") self.postMessage(undefined);
  }
};
