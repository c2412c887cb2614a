import { EventLoopWatch } from "../servers/inspection/event_loop_watch.ts";
import type { EventLoopDelays, EventLoopWatches } from "../servers/mod.ts";
import { type EventLoopUsage, eventLoopUsage } from "./event_loop_usage.ts";

/** Seconds from one look at this thread's event loop to the next. */
const INTERVAL = 0.01;
/** How long a server may take to tell of its event loops, in milliseconds: then it tells nothing. */
const PATIENCE = 2000;

/** Meters the event loop of this thread, from its construction on. */
export class OwnEventLoopMeter {
  readonly #watch = new EventLoopWatch(INTERVAL);

  /** Ends it. */
  stop(): EventLoopUsage | undefined {
    return eventLoopUsage([this.#watch.stop()]);
  }
}

/** Meters the event loops of a server's processes. */
export class ServerEventLoopMeter {
  readonly #watches: EventLoopWatches | undefined;

  private constructor(watches: EventLoopWatches | undefined) {
    this.#watches = watches;
  }

  /** Starts it. */
  static async start(
    watch: () => Promise<EventLoopWatches>,
  ): Promise<ServerEventLoopMeter> {
    return new ServerEventLoopMeter(await orNothing(watch()));
  }

  /** Ends it; tells nothing of a server that has ended or does not answer. */
  async stop(): Promise<EventLoopUsage | undefined> {
    const delays: readonly EventLoopDelays[] | undefined = this.#watches &&
      await orNothing(this.#watches.stop());
    return delays && eventLoopUsage(delays);
  }
}

/** What is not there in time, or not at all since the server has ended, was not measured. */
async function orNothing<Value>(
  asked: Promise<Value>,
): Promise<Value | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), PATIENCE);
  try {
    return await Promise.race([asked, promise]);
  } catch {
    // That the server has ended is told by whoever measures it.
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
