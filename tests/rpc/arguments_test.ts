import { assertEquals } from "@std/assert";
import { timerDelay } from "../../rpc/arguments.ts";

Deno.test("a delay is one that a timer takes, whatever is left of it", () => {
  assertEquals(timerDelay(1.2), 2);
  assertEquals(timerDelay(0), 0);
  assertEquals(timerDelay(-7), 0);
  assertEquals(timerDelay(Infinity), 2 ** 31 - 1);
});
