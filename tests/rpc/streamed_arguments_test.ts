import { assertEquals } from "@std/assert";
import type { Remote } from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { eventually } from "./_eventually.ts";

class Rows {
  async *rows(
    count: number,
    name: Remote<(row: number) => string>,
  ): AsyncGenerator<string> {
    for (let row = 0; row < count; row++) yield await name(row);
  }
  async *doubled(numbers: ReadableStream<number>): AsyncGenerator<number> {
    for await (const number of numbers) yield number * 2;
  }
  call(options: { onRow: Remote<(row: number) => void> }): Promise<void> {
    return options.onRow(1);
  }
}

Deno.test("what came with a call lives as long as the stream that answers it", async () => {
  await using pair = await connectedPair(Rows);
  const { client, server } = pair;
  const named = await client.root.rows(3, (row) => `row ${row}`);
  assertEquals(await Array.fromAsync(named), ["row 0", "row 1", "row 2"]);
  const doubled = await client.root.doubled(ReadableStream.from([1, 2, 3]));
  assertEquals(await Array.fromAsync(doubled), [2, 4, 6]);
  await eventually(() => server.references.held === 0);
  await eventually(() => client.references.lent === 0);
});

Deno.test("a stream that is not read to its end lets go of it as well", async () => {
  await using pair = await connectedPair(Rows);
  const rows = await pair.client.root.rows(1e6, (row) => `row ${row}`);
  for await (const row of rows) {
    assertEquals(row, "row 0");
    break;
  }
  await eventually(() => pair.client.references.lent === 0);
});

Deno.test("callbacks may be async, and be part of an argument", async () => {
  await using pair = await connectedPair(Rows);
  const rows: number[] = [];
  await pair.client.root.call({ onRow: (row) => void rows.push(row) });
  await pair.client.root.call({
    onRow: async (row) => void rows.push(await Promise.resolve(row)),
  });
  assertEquals(rows, [1, 1]);
});
