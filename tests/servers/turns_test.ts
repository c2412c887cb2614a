import { assertEquals, assertRejects } from "@std/assert";
import { Turns } from "../../servers/_turns.ts";
import { pause } from "./_process_tree.ts";

Deno.test("a turn passes to the one who has waited longest, not to one who comes just then", async () => {
  const turns = new Turns(1);
  const begun: string[] = [];
  const take = async (name: string) => {
    await turns.take();
    begun.push(name);
  };
  await take("first");
  take("second");
  take("third");
  turns.end();
  take("late");
  await pause(0);
  assertEquals(begun, ["first", "second"]);
  for (let i = 0; i < 3; i++) {
    turns.end();
    await pause(0);
  }
  assertEquals(begun, ["first", "second", "third", "late"]);
});

Deno.test("as many turns as allowed go on at once, now and later", async () => {
  const turns = new Turns(2);
  for (let i = 0; i < 2; i++) {
    await turns.take();
    await turns.take();
    let third = false;
    const waiting = turns.take().then(() => third = true);
    await pause(0);
    assertEquals(third, false);
    turns.end();
    await waiting;
    turns.end();
    turns.end();
  }
});

Deno.test("who gives up waiting gets no turn, and takes none from the others", async () => {
  const turns = new Turns(1);
  await turns.take();
  const controller = new AbortController();
  const givenUp = turns.take(controller.signal);
  const next = turns.take();
  controller.abort(new Error("enough"));
  await assertRejects(() => givenUp, Error, "enough");
  turns.end();
  await next;
  await assertRejects(() => turns.take(controller.signal), Error, "enough");
});
