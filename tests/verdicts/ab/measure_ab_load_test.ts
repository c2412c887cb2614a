import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  LoadBlocks,
  type Target,
  type TargetConnection,
} from "../../../benchmarks/mod.ts";
import { measureAbLoad, NoAnswersError } from "../../../verdicts/mod.ts";

/** It answers after a millisecond, as long as it lives. */
class MortalTarget implements Target {
  lives = true;

  connect(): Promise<TargetConnection> {
    return Promise.resolve({
      request: async () => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (!this.lives) throw new Error("it is dead");
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
  }
}

function start(target: Target): Promise<LoadBlocks> {
  return LoadBlocks.start({ target, connections: 50 });
}

Deno.test("a side that answers nothing is named before the first block", async () => {
  const dead = new MortalTarget();
  dead.lives = false;
  await using a = await start(new MortalTarget());
  await using b = await start(dead);
  await assertRejects(
    () => measureAbLoad({ sides: { a, b }, names: { a: "old", b: "new" } }),
    NoAnswersError,
    "new answers nothing: it is dead",
  );
  assertEquals(b.toResult(), undefined);
});

Deno.test("a side that does not start again ends it, and says why", async () => {
  await using a = await start(new MortalTarget());
  await using b = await start(new MortalTarget());
  const { blocks, ended, notes, silent } = await measureAbLoad({
    sides: { a, b },
    names: { a: "old", b: "new" },
    block: 0.05,
    startAnew: { b: () => Promise.reject(new Error("the port is taken")) },
  });
  assertEquals([ended, silent, blocks.length], ["no_answers", "b", 4]);
  assertEquals(notes, ["new did not start anew: the port is taken"]);
});

Deno.test("a side that dies ends it, and what is measured by then is there", async () => {
  const target = new MortalTarget();
  await using a = await start(new MortalTarget());
  await using b = await start(target);
  const { blocks, ended, silent } = await measureAbLoad({
    sides: { a, b },
    block: 0.05,
    onProgress: () => target.lives = false,
  });
  assertEquals([ended, silent], ["no_answers", "b"]);
  assert(blocks.length === 4 || blocks.length === 5);
  assert(blocks.every(({ values }) => values.median > 0));
  assertEquals(b.toResult()?.errors[0].examples, ["it is dead"]);
});
