import {
  COMPRESSION_ALGORITHMS,
  KeySerializedScheduler,
  type Remote,
  RpcConnection,
  RpcTarget,
  tcpTransport,
} from "../../rpc/mod.ts";

/** Orders the calls of all connections. */
const scheduler = new KeySerializedScheduler();

/** What is always a step further. */
class Endless extends RpcTarget {
  get next(): Endless {
    return new Endless();
  }
  get value(): number {
    return 5;
  }
  set value(_value: number) {}
  echo(value: unknown): unknown {
    return value;
  }
}

/** What the tests call in a process of its own. */
export class ProcessService extends RpcTarget {
  echo(value: unknown): unknown {
    return value;
  }

  /** How many calls with an ordering key wait, and how many keys they have. */
  ordered(): number[] {
    return [scheduler.waiting, scheduler.keys];
  }

  never(): Promise<never> {
    return new Promise(() => {});
  }

  make(): Endless {
    return new Endless();
  }

  async drain(stream: ReadableStream<unknown>): Promise<number> {
    let count = 0;
    for await (const _value of stream) count++;
    return count;
  }

  async callBack(f: Remote<(n: number) => unknown>): Promise<unknown> {
    return await f(1);
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    for (;;) yield new Uint8Array(64 * 1024);
  }

  /** Bytes of memory that the process has in use. */
  memory(): number {
    return Deno.memoryUsage().rss;
  }
}

async function serve(socket: Deno.TcpConn): Promise<void> {
  try {
    const transport = tcpTransport(socket);
    await RpcConnection.open(transport, {
      service: ProcessService,
      compression: { algorithms: COMPRESSION_ALGORITHMS },
      scheduler,
    });
  } catch {
    // A peer that speaks no hello was told so; there is nothing more to do.
  }
}

if (import.meta.main) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  console.log(listener.addr.port);
  // The test holds the other end: when that goes, by any means, so does this.
  Deno.stdin.readable.pipeTo(new WritableStream()).then(() => Deno.exit());
  for await (const socket of listener) serve(socket);
}
