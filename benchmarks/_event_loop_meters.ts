import {
  type EventLoopDelays,
  type EventLoopWatches,
  ThisProcess,
} from "../servers/mod.ts";
import { type EventLoopUsage, eventLoopUsage } from "./event_loop_usage.ts";

/** Under this name, this thread watches its own event loop. */
const OWN = "own";
/** How long a server may take to tell of its event loops, in milliseconds: then it tells nothing. */
const PATIENCE = 2000;

/** Meters the event loop of this thread, from its construction on. */
export class OwnEventLoopMeter implements AsyncDisposable {
  readonly #thread = new ThisProcess();

  constructor() {
    this.#thread.startWatch(OWN);
  }

  /** Ends it. */
  stop(): EventLoopUsage | undefined {
    const delays = this.#thread.stopWatch(OWN);
    return delays && eventLoopUsage([delays]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#thread[Symbol.asyncDispose]();
  }
}

/** Meters the event loops of a server's processes. */
export class ServerEventLoopMeter {
  readonly #watches: EventLoopWatches | undefined;

  private constructor(watches: EventLoopWatches | undefined) {
    this.#watches = watches;
  }

  /** Starts it: whoever looks to the server's health is not to make it ill. */
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
