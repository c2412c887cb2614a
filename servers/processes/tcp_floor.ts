/**
 * The process of the floor: the least that a server can do with a TCP
 * connection, without frames and without a codec.
 *
 * @module
 */
import { payload } from "../benchmark_service.ts";
import {
  decodeOrder,
  discard,
  FLOOR_BUFFER_LENGTH,
  ORDER_LENGTH,
  readFully,
  writeFully,
} from "../floor_order.ts";
import { listenOrFail, parseListenArguments } from "./listen.ts";
import { EMPTY_TABLES } from "../inspection/table_sizes.ts";
import { answerQuestions } from "./answer_questions.ts";
import { followParent, tellParent } from "./parent_channel.ts";

const ACKNOWLEDGEMENT = Uint8Array.of(1);

followParent({ receive: answerQuestions(() => EMPTY_TABLES) });
const { options } = parseListenArguments(Deno.args);
const { hostname } = options;
const listener = await listenOrFail(
  options,
  (port) => Deno.listen({ hostname, port }),
);
tellParent({ kind: "ready", port: listener.addr.port });

for await (const connection of listener) serve(connection);

async function serve(connection: Deno.TcpConn): Promise<void> {
  using _connection = connection;
  connection.setNoDelay(true);
  try {
    await obey(connection);
  } catch (error) {
    console.error("floor:", error instanceof Error ? error.message : error);
  }
}

async function obey(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(FLOOR_BUFFER_LENGTH);
  const orderBytes = new Uint8Array(ORDER_LENGTH);
  while (await readFully(connection, orderBytes)) {
    const order = decodeOrder(orderBytes);
    switch (order.kind) {
      case "echo":
        return await echo(connection, buffer);
      case "keep":
        await readFully(connection, new Uint8Array(order.length));
        await connection.write(ACKNOWLEDGEMENT);
        break;
      case "discard":
        await discard(connection, order.length, buffer);
        await connection.write(ACKNOWLEDGEMENT);
        break;
      case "send":
        await writeFully(connection, payload(order.length));
        break;
    }
  }
}

async function echo(
  connection: Deno.TcpConn,
  buffer: Uint8Array,
): Promise<void> {
  for (;;) {
    const read = await connection.read(buffer);
    if (read === null) return;
    await writeFully(connection, buffer.subarray(0, read));
  }
}
