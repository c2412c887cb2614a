import { assertEquals } from "@std/assert";
import { ErrorLog } from "@x/rpcbench/benchmarks";

function logOf(...errors: readonly unknown[]): ErrorLog {
  const log = new ErrorLog();
  for (const error of errors) log.add(error);
  return log;
}

Deno.test("ErrorLog counts failures by kind, in the order in which kinds came", () => {
  const log = logOf(
    new TypeError("a"),
    new Error("b"),
    new TypeError("c"),
    new Deno.errors.ConnectionRefused("d"),
  );
  assertEquals(log.counts(), [
    { kind: "TypeError", count: 2, examples: ["a", "c"] },
    { kind: "Error", count: 1, examples: ["b"] },
    { kind: "ConnectionRefused", count: 1, examples: ["d"] },
  ]);
});

Deno.test("ErrorLog keeps the first three different messages, and counts all", () => {
  const log = new ErrorLog();
  for (let i = 0; i < 100_000; i++) log.add(new Error(`at ${i % 10}`));
  assertEquals(log.counts(), [
    { kind: "Error", count: 100_000, examples: ["at 0", "at 1", "at 2"] },
  ]);
});

Deno.test("ErrorLog takes whatever can be thrown", () => {
  assertEquals(logOf("text", undefined, 7, null).counts(), [
    { kind: "string", count: 1, examples: ["text"] },
    { kind: "undefined", count: 1, examples: ["undefined"] },
    { kind: "number", count: 1, examples: ["7"] },
    { kind: "object", count: 1, examples: ["null"] },
  ]);
});

Deno.test("ErrorLog takes in another and leaves it as it was", () => {
  const log = logOf(new Error("a"), new Error("b"));
  const other = logOf(
    new Error("b"),
    new Error("c"),
    new Error("d"),
    new TypeError("e"),
  );
  const before = other.counts();
  log.merge(other);
  assertEquals(log.counts(), [
    { kind: "Error", count: 5, examples: ["a", "b", "c"] },
    { kind: "TypeError", count: 1, examples: ["e"] },
  ]);
  assertEquals(other.counts(), before);
});

Deno.test("ErrorLog gives away copies", () => {
  const log = logOf(new Error("a"));
  const [{ examples }] = log.counts();
  log.add(new Error("b"));
  assertEquals(examples, ["a"]);
});
