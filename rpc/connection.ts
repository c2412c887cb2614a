import {
  type CompleteOptions,
  completeOptions,
  type ConnectionOptions,
  helloOf,
} from "./connection_options.ts";
import {
  type EncodedEnvelope,
  encodeEnvelope,
  encodeStreamBytes,
  joinRequests,
} from "./encode_envelope.ts";
import type { Envelope } from "./envelope.ts";
import { ConnectionLostError, ProtocolError } from "./errors.ts";
import { Exchange, type HeldCounts } from "./exchange.ts";
import { FrameChannel } from "./frame_channel.ts";
import { refuse } from "./goodbye.ts";
import { shakeHands } from "./handshake.ts";
import type { Hello } from "./hello.ts";
import { IncomingCalls } from "./incoming_calls.ts";
import type { RpcObserver } from "./observer.ts";
import { Observers } from "./observers.ts";
import { OutgoingCalls } from "./outgoing_calls.ts";
import type { Received } from "./passing.ts";
import type { CallOptions, Remote } from "./remote.ts";
import { RemoteNode } from "./remote_node.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Traffic } from "./traffic.ts";
import type { Transport } from "./transport.ts";

/** Where the calls of `connection.root` start. */
const SERVICE = { kind: "service" } as const;

/**
 * One connection between two programs, either of which may call the other.
 *
 * Many calls may be in flight; their answers come in any order. `Service` is the
 * type of the other end's service. A connection must be closed, best by
 * `await using`.
 *
 * @example Make two calls at once
 * ```ts
 * import { connect } from "@x/rpcbench/rpc";
 * import { type BenchmarkService, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using connection = await connect<BenchmarkService>(server);
 * const { root } = connection;
 * const answers = await Promise.all([root.ping(), root.compute(3)]);
 * assertEquals(answers, ["pong", 5n]);
 * ```
 */
export class RpcConnection<Service extends object = object>
  implements AsyncDisposable {
  /** The other end's service: `await connection.root.method(…)`. */
  readonly root: Remote<Service>;
  /** Resolves when the connection has ended, with the reason if it was lost. */
  readonly closed: Promise<ConnectionLostError | undefined>;
  /** The other end's address, as `"127.0.0.1:18812"`. */
  readonly peer: string;
  /** How the other end's calls run here, and how many do or wait. */
  readonly scheduler: Scheduler;

  readonly #frames: FrameChannel;
  readonly #exchange: Exchange;
  readonly #outgoing: OutgoingCalls;
  readonly #incoming: IncomingCalls;
  readonly #observers: Observers;
  #open = true;

  private constructor(
    transport: Transport,
    options: CompleteOptions,
    { compressions, limits: peerLimits, scheduler: peerScheduler }: Hello,
  ) {
    const { compression, limits, observed, scheduler, service, timeout } =
      options;
    this.peer = transport.peer;
    this.scheduler = scheduler;
    this.#observers = new Observers(this.peer, observed);
    const common = {
      encode: (envelope: Envelope) =>
        encodeEnvelope(envelope, peerLimits, this.#exchange),
      send: (frame: EncodedEnvelope) => this.#send(frame),
      observer: () => this.#observers.current,
      backlog: () => this.#frames.backlog(),
      drained: () => this.#frames.drained(),
    };
    this.#exchange = new Exchange({
      ...common,
      limits,
      peerLimits,
      encodeBytes: (stream, piece) =>
        encodeStreamBytes(stream, piece, peerLimits),
      inTurn: (send) => this.#outgoing.inTurn(send),
      operator: () => this.#outgoing,
    });
    this.#frames = new FrameChannel(transport, {
      limits,
      compression,
      peerCompressions: compressions,
      passing: this.#exchange,
      onFailure: (error) => {
        this.#lose(error);
        transport.close();
      },
    });
    this.#outgoing = new OutgoingCalls({
      ...common,
      join: (requests) => joinRequests(requests, peerLimits),
      takeBack: (passed) => this.#exchange.takeBack(passed),
      mostInFlight: peerLimits.callsInFlight,
      peerScheduler,
      timeout,
    });
    this.#incoming = new IncomingCalls(service, {
      ...common,
      mostInFlight: limits.callsInFlight,
      scheduler,
      copyLimits: peerLimits,
      lent: (id) => this.#exchange.lent(id),
      lenderOf: (reference) => this.#outgoing.lenderOf(reference),
    });
    this.root = this.with({});
    this.closed = this.#run();
  }

  /**
   * Says hello over a transport, which the connection owns from then on, and
   * waits for the other end's, and for its proof if one is asked for.
   *
   * @throws {ProtocolError} if the other end does not speak this protocol, or
   * says nothing in time.
   * @throws {SecurityError} if the other end does not have this end's key.
   * @throws {RangeError} for a timeout or a limit that cannot be kept, or a key
   * that is too short.
   * @throws {TypeError} for a compression or a scheduler that there is not.
   */
  static async open<Service extends object = object>(
    transport: Transport,
    options: ConnectionOptions = {},
  ): Promise<RpcConnection<Service>> {
    let complete: CompleteOptions;
    try {
      complete = completeOptions(options);
    } catch (error) {
      transport.close();
      throw error;
    }
    const theirs = await shakeHands(transport, helloOf(complete), complete);
    try {
      return new RpcConnection(transport, complete, theirs);
    } catch (error) {
      // The service's constructor may have thrown.
      await refuse(transport, error);
      throw error;
    }
  }

  /** How many calls to the other end have no answer yet. */
  get callsInFlight(): number {
    return this.#outgoing.count;
  }

  /** How many calls of the other end have no answer yet. */
  get callsToAnswer(): number {
    return this.#incoming.count;
  }

  /** How many objects and functions either end holds of the other. */
  get references(): HeldCounts {
    return this.#exchange.counts;
  }

  /**
   * How many bytes have gone over the connection, and what compression made of
   * them.
   *
   * @example See what compression saves
   * ```ts
   * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
   * import { assertLess } from "@std/assert";
   *
   * const compression = "zstd";
   * await using server = await RpcServer.start({ port: 0, compression });
   * const { port } = server;
   * await using connection = await createRpcConnection({ port, compression });
   * await connection.root.echo("again and ".repeat(1000));
   * const { sent, received } = connection.traffic;
   * assertLess(sent.bytesOnWire, sent.bytes / 10);
   * assertLess(received.bytesOnWire, received.bytes / 10);
   * ```
   */
  get traffic(): Traffic {
    return this.#frames.traffic;
  }

  /**
   * The other end's service, with options for the calls made through it.
   *
   * @example Give a call a tenth of a second
   * ```ts
   * import { CallTimeoutError } from "@x/rpcbench/rpc";
   * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
   * import { assertRejects } from "@std/assert";
   *
   * await using server = await RpcServer.start({ port: 0 });
   * await using connection = await createRpcConnection(server);
   * const hurried = connection.with({ timeout: 0.1 });
   * await assertRejects(() => hurried.sleep(60), CallTimeoutError);
   * ```
   */
  with(options: CallOptions): Remote<Service> {
    return new RemoteNode(SERVICE, [], this.#outgoing, options).face;
  }

  /**
   * Lets all calls that `build` makes, on this connection, leave in one frame,
   * and returns what it returns: many calls that are independent of each other
   * then cost one round trip, as do calls that build on each other at any time.
   *
   * The other end must accept so many calls at once: 1024 by default.
   *
   * @example Ask a hundred things at once
   * ```ts
   * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
   * import { assertEquals } from "@std/assert";
   *
   * await using server = await RpcServer.start({ port: 0 });
   * await using connection = await createRpcConnection(server);
   * const numbers = Array.from({ length: 100 }, (_, i) => i);
   * const sums = await connection.batch((root) =>
   *   Promise.all(numbers.map((n) => root.compute(n)))
   * );
   * assertEquals(sums[3], 5n);
   * ```
   */
  batch<Result>(build: (root: Remote<Service>) => Result): Result {
    return this.#outgoing.batch(() => build(this.root));
  }

  /**
   * Calls a method by its name, for callers that know it only at run time.
   * Rejects as the typed methods of {@linkcode RpcConnection.root} do.
   */
  call(
    method: string,
    args: readonly unknown[] = [],
    options: CallOptions = {},
  ): Promise<unknown> {
    return this.#outgoing.perform({
      kind: "call",
      origin: SERVICE,
      path: [method],
      args: [...args],
      options,
    }).wanted().promise;
  }

  /**
   * Lets an observer watch the calls of this connection, until what this
   * returns is disposed, or the connection ends.
   */
  observe(observer: RpcObserver): Disposable {
    return this.#observers.add(observer);
  }

  /** Closes the connection; calls in flight reject with `ConnectionLostError`. */
  async close(): Promise<void> {
    this.#lose(undefined);
    this.#frames.close();
    await this.closed;
  }

  /** Closes the connection. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run(): Promise<ConnectionLostError | undefined> {
    // What the constructor has still to set comes first.
    await null;
    let end: unknown = new Error("the other end closed it");
    try {
      await this.#frames.receiveAll((envelope, received, bytes) =>
        this.#receive(envelope, received, bytes)
      );
    } catch (error) {
      end = error;
    }
    const refused = this.#open && end instanceof ProtocolError;
    this.#lose(end);
    if (refused) await this.#frames.sayGoodbye(end);
    this.#frames.close();
    await this.#incoming.dispose();
    return this.#lost;
  }

  #receive(
    envelope: Envelope,
    received: readonly Received[],
    bytes: number,
  ): void {
    // Closed by a frame that came with this one.
    if (!this.#open) return;
    switch (envelope[0]) {
      case "call":
      case "get":
      case "set":
      case "obtain":
        return this.#incoming.start(envelope, received[0]);
      case "batch": {
        const [, ...requests] = envelope;
        return this.#incoming.startBatch(requests, received);
      }
      case "result":
      case "error":
        return this.#outgoing.settle(envelope, received[0], bytes);
      case "cancel":
        return this.#incoming.cancel(envelope[1]);
      case "release":
        return this.#exchange.takeBackCounts(envelope[1]);
      case "goodbye":
        throw new Error(`the other end refused to go on: ${envelope[1]}`);
      default:
        return this.#exchange.receiveStream(envelope, received[0], bytes);
    }
  }

  #send(frame: EncodedEnvelope): void {
    const { passed } = frame;
    if (!this.#open) return this.#exchange.takeBack(passed);
    this.#frames.send(frame);
    for (const stream of passed.streams) stream.start();
  }

  #lost: ConnectionLostError | undefined;

  /** Ends all calls, once; without a cause, this end wanted it so. */
  #lose(cause: unknown): void {
    if (!this.#open) return;
    this.#open = false;
    if (cause !== undefined) this.#lost = lostBecause(this.peer, cause);
    const reason = this.#lost ?? closedHere(this.peer);
    this.#outgoing.lose(reason);
    this.#incoming.lose(reason);
    this.#exchange.lose(reason);
    this.#observers.clear();
  }
}

function lostBecause(peer: string, cause: unknown): ConnectionLostError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConnectionLostError(`lost the connection to ${peer}: ${reason}`, {
    cause,
  });
}

function closedHere(peer: string): ConnectionLostError {
  return new ConnectionLostError(`the connection to ${peer} is closed`);
}
