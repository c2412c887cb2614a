/// <reference lib="deno.worker" />
/** The program of a worker that makes a part of the load. */
import { OwnLoadThread } from "./_load_thread.ts";
import type { ThreadMessage, ThreadOrder } from "./_thread_messages.ts";
import { openTarget } from "./target_specification.ts";

let thread: OwnLoadThread | undefined;
let interruption = new AbortController();

self.onmessage = async ({ data: order }: MessageEvent<ThreadOrder>) => {
  try {
    await follow(order);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tell({ kind: "failed", message });
  }
};

async function follow(order: ThreadOrder): Promise<void> {
  switch (order.kind) {
    case "start": {
      const { share, options } = order;
      const target = await openTarget(order.target, options);
      thread = await OwnLoadThread.start(target, share, options);
      return tell({ kind: "done" });
    }
    case "run": {
      if (thread === undefined) throw new Error("the thread was not started");
      interruption = new AbortController();
      const { tally, connections } = await thread.run(order.plan, {
        signal: interruption.signal,
        onSecond: (second) => tell({ kind: "second", second }),
      });
      return tell({
        kind: "ran",
        tally: tally.snapshot(),
        connections: connections.snapshot(),
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
