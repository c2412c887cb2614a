import { trace } from "@opentelemetry/api";
import { currentCall, RpcTarget } from "../../../rpc/mod.ts";

class User extends RpcTarget {
  rename(name: string): string {
    return name;
  }
}

/** How many calls of this process hang. */
let hanging = 0;

/** What the traced client calls. */
export default class TracedService {
  /** Makes a span of its own, after a pause that loses a context that is not kept. */
  async work(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    trace.getTracer("service").startActiveSpan("inside", (span) => span.end());
  }

  fail(): void {
    throw new RangeError("too far");
  }

  hang(): Promise<void> {
    hanging++;
    currentCall().signal.addEventListener("abort", () => void hanging--);
    return new Promise(() => {});
  }

  hanging(): number {
    return hanging;
  }

  user(): User {
    return new User();
  }

  async callBack(
    callback: (depth: number) => Promise<void>,
    depth: number,
  ): Promise<void> {
    await callback(depth);
  }
}
