/// <reference lib="deno.worker" />
/** The program of a worker that makes a part of the load. */
import { OwnLoadThread } from "./_load_thread.ts";
import type { ThreadMessage, ThreadOrder } from "./_thread_messages.ts";
import { snapshotOfSecond } from "./load_series.ts";
import { openTarget } from "./target_specification.ts";
import { messageOf } from "../../rpc/message_of.ts";

let thread: OwnLoadThread | undefined;
let interruption = new AbortController();

/** What a user's target does not catch; to end by it would leave the clock behind. */
self.addEventListener("error", (event) => void breakOff(event, event.error));
self.addEventListener(
  "unhandledrejection",
  (event) => void breakOff(event, event.reason),
);

self.onmessage = async ({ data: order }: MessageEvent<ThreadOrder>) => {
  try {
    await follow(order);
  } catch (error) {
    tell({ kind: "failed", message: messageOf(error) });
  }
};

async function breakOff(event: Event, error: unknown): Promise<void> {
  event.preventDefault();
  tell({ kind: "broken", message: messageOf(error) });
  await thread?.[Symbol.asyncDispose]();
  self.close();
}

async function follow(order: ThreadOrder): Promise<void> {
  switch (order.kind) {
    case "start": {
      const { share, options } = order;
      const { signal } = interruption;
      const target = await openTarget(order.target, options);
      thread = await OwnLoadThread.start(target, share, options, signal);
      return tell({ kind: "done" });
    }
    case "run": {
      if (thread === undefined) throw new Error("the thread was not started");
      interruption = new AbortController();
      const { tally, connections, elapsed } = await thread.run(order.plan, {
        signal: interruption.signal,
        onSecond: (second) =>
          tell({ kind: "second", second: snapshotOfSecond(second) }),
      });
      return tell({
        kind: "ran",
        tally: tally.snapshot(),
        connections: connections.snapshot(),
        elapsed,
      });
    }
    case "abort":
      return interruption.abort();
    case "close":
      await thread?.[Symbol.asyncDispose]();
      return tell({ kind: "done" });
  }
}

function tell(message: ThreadMessage): void {
  self.postMessage(message);
}
