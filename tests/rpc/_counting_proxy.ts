import { Encoder } from "cbor-x/index-no-eval";
import { HEADER_LENGTH, readUint32 } from "../../rpc/frame.ts";
import { joined } from "./_byte_pipe.ts";
import { hello } from "./_raw_peer.ts";

/** How many frames of each kind went one way. */
export interface FrameCounts {
  /** Frames with a call, a get, a set, an obtain, or a batch of these. */
  requests: number;
  /** How many calls, gets, sets and obtains were in them. */
  calls: number;
  /** Results and errors. */
  answers: number;
  /** Frames that give references back. */
  releases: number;
  /** How many references they gave back. */
  released: number;
  /** Calls given up. */
  cancels: number;
  /** Values of streams, and their ends. */
  streamData: number;
  /** Credit for streams, and their cancellation. */
  streamControl: number;
  /** Reasons to close the connection. */
  goodbyes: number;
  /** Bytes of the frames that ask or answer, with their headers. */
  bytes: number;
}

/** The frames that went both ways. */
export interface Traffic {
  readonly toServer: FrameCounts;
  readonly toClient: FrameCounts;
}

const codec = new Encoder({ useRecords: false, tagUint8Array: false });

/**
 * Stands between clients and a server, passes on what either says, and counts
 * the frames: a witness of round trips that asks neither end.
 */
export class CountingProxy implements AsyncDisposable {
  readonly #listener: Deno.TcpListener;
  readonly #toServer = new FrameCounter();
  readonly #toClient = new FrameCounter();
  readonly #sockets = new Set<Deno.TcpConn>();
  readonly #pumps: Promise<void>[] = [];
  readonly #accepting: Promise<void>;

  private constructor(listener: Deno.TcpListener, serverPort: number) {
    this.#listener = listener;
    this.#accepting = this.#accept(serverPort);
  }

  /** Listens on a free port for clients of a server on this machine. */
  static start(server: { readonly port: number }): CountingProxy {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    return new CountingProxy(listener, server.port);
  }

  /** Where clients connect. */
  get port(): number {
    return this.#listener.addr.port;
  }

  /** Lets the program end while it listens. */
  unref(): void {
    this.#listener.unref();
  }

  /** What has passed so far; what an end has received is in it. */
  get traffic(): Traffic {
    return {
      toServer: { ...this.#toServer.counts },
      toClient: { ...this.#toClient.counts },
    };
  }

  /** What passes until a piece of work is done. */
  async during(work: () => PromiseLike<unknown>): Promise<Traffic> {
    const before = this.traffic;
    await work();
    const after = this.traffic;
    return {
      toServer: difference(after.toServer, before.toServer),
      toClient: difference(after.toClient, before.toClient),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#accepting;
    for (const socket of this.#sockets) closeOnce(socket);
    await Promise.all(this.#pumps);
  }

  async #accept(port: number): Promise<void> {
    for await (const client of this.#listener) {
      const server = await Deno.connect({ hostname: "127.0.0.1", port });
      for (const socket of [client, server]) {
        socket.setNoDelay(true);
        this.#sockets.add(socket);
      }
      this.#pumps.push(
        pump(client, server, this.#toServer.begin()),
        pump(server, client, this.#toClient.begin()),
      );
    }
  }
}

/** Passes on all bytes, once `count` has seen them. */
async function pump(
  from: Deno.TcpConn,
  to: Deno.TcpConn,
  count: (bytes: Uint8Array) => void,
): Promise<void> {
  const buffer = new Uint8Array(256 * 1024);
  try {
    for (;;) {
      const read = await from.read(buffer);
      if (read === null) break;
      const bytes = buffer.subarray(0, read);
      count(bytes);
      for (let sent = 0; sent < read;) {
        sent += await to.write(bytes.subarray(sent));
      }
    }
    await to.closeWrite();
  } catch (error) {
    if (!GONE.some((type) => error instanceof type)) throw error;
    // The other end sees it go too.
    closeOnce(to);
  }
}

/** What a socket fails with once either of its ends is closed. */
const GONE = [
  Deno.errors.BadResource,
  Deno.errors.BrokenPipe,
  Deno.errors.ConnectionReset,
  Deno.errors.Interrupted,
  Deno.errors.NotConnected,
];

function closeOnce(socket: Deno.TcpConn): void {
  try {
    socket.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

/** Finds the frames in the bytes that go one way, over all connections. */
class FrameCounter {
  readonly counts: FrameCounts = {
    requests: 0,
    calls: 0,
    answers: 0,
    releases: 0,
    released: 0,
    cancels: 0,
    streamData: 0,
    streamControl: 0,
    goodbyes: 0,
    bytes: 0,
  };

  /** Takes the bytes of a new connection, in pieces of any size. */
  begin(): (bytes: Uint8Array) => void {
    let unread: Uint8Array = new Uint8Array(0);
    let skip = hello().length;
    return (bytes) => {
      const skipped = Math.min(skip, bytes.length);
      skip -= skipped;
      unread = joined([unread, bytes.subarray(skipped)]);
      for (;;) {
        if (unread.length < HEADER_LENGTH) return;
        const envelopeEnd = HEADER_LENGTH + readUint32(unread, 0);
        if (unread.length < envelopeEnd) return;
        const length = envelopeEnd + readUint32(unread, 4);
        this.#count(
          codec.decode(unread.subarray(HEADER_LENGTH, envelopeEnd)),
          length,
        );
        skip = Math.max(0, length - unread.length);
        unread = unread.slice(length);
      }
    };
  }

  #count(envelope: readonly unknown[], length: number): void {
    const { counts } = this;
    switch (envelope[0]) {
      case "call":
      case "get":
      case "set":
      case "obtain":
        counts.requests++;
        counts.calls++;
        counts.bytes += length;
        break;
      case "batch":
        counts.requests++;
        counts.calls += envelope.length - 1;
        counts.bytes += length;
        break;
      case "result":
      case "error":
        counts.answers++;
        counts.bytes += length;
        break;
      case "release":
        counts.releases++;
        if (Array.isArray(envelope[1])) {
          counts.released += envelope[1].length / 2;
        }
        break;
      case "cancel":
        counts.cancels++;
        break;
      case "chunk":
      case "bytes":
      case "end":
      case "fail":
        counts.streamData++;
        break;
      case "credit":
      case "stop":
        counts.streamControl++;
        break;
      case "goodbye":
        counts.goodbyes++;
        break;
      default:
        throw new TypeError(`no envelope of ours: ${Deno.inspect(envelope)}`);
    }
  }
}

function difference(after: FrameCounts, before: FrameCounts): FrameCounts {
  return {
    requests: after.requests - before.requests,
    calls: after.calls - before.calls,
    answers: after.answers - before.answers,
    releases: after.releases - before.releases,
    released: after.released - before.released,
    cancels: after.cancels - before.cancels,
    streamData: after.streamData - before.streamData,
    streamControl: after.streamControl - before.streamControl,
    goodbyes: after.goodbyes - before.goodbyes,
    bytes: after.bytes - before.bytes,
  };
}
