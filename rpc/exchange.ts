import type { EncodedEnvelope } from "./encode_envelope.ts";
import type { StreamControl, StreamData } from "./envelope.ts";
import { ProtocolError } from "./errors.ts";
import { type HeldReference, HeldReferences } from "./held_references.ts";
import { IncomingStreams, type ReceivedStream } from "./incoming_streams.ts";
import { LentReferences } from "./lent_references.ts";
import type { Limits } from "./limits.ts";
import type { ConnectionObserver } from "./observer.ts";
import type { Operator } from "./operation.ts";
import { isStreamSource, OutgoingStreams } from "./outgoing_streams.ts";
import {
  nameOfPassed,
  type Passed,
  type PassedValue,
  type Passing,
  type Received,
} from "./passing.ts";
import { RemoteNode } from "./remote_node.ts";
import { RpcTarget } from "./target.ts";

/** What {@linkcode Exchange} needs of its connection. */
export interface ExchangeOptions {
  /** What this end accepts. */
  readonly limits: Limits;
  /** What the other end accepts. */
  readonly peerLimits: Limits;
  /** Encodes an envelope; throws if it cannot be sent. */
  readonly encode: (
    envelope:
      | StreamData
      | StreamControl
      | readonly ["release", readonly number[]],
  ) => EncodedEnvelope;
  /** Encodes a piece of a byte stream. */
  readonly encodeBytes: (stream: number, piece: Uint8Array) => EncodedEnvelope;
  /** Sends a frame. */
  readonly send: (frame: EncodedEnvelope) => void;
  /**
   * Resolves when the other end has read what waits for it; `undefined` when
   * that is little enough to go on.
   */
  readonly backlog: () => Promise<void> | undefined;
  /** Resolves when all sent so far has left the memory that it was in. */
  readonly drained: () => Promise<void>;
  /** Sends something once the calls have left that were made before. */
  readonly inTurn: (send: () => void) => void;
  /** Who does what is asked of a reference. */
  readonly operator: () => Operator;
  /** Who watches the connection just now. */
  readonly observer: () => ConnectionObserver | undefined;
}

/** How much the two ends of a connection hold of each other. */
export interface HeldCounts {
  /** Objects and functions of the other end that this end holds. */
  readonly held: number;
  /** Objects and functions of this end that the other end holds. */
  readonly lent: number;
}

/**
 * Everything that one connection passes by reference: objects and functions in
 * both directions, and streams in both.
 */
export class Exchange implements Passing {
  readonly #operator: () => Operator;
  readonly #lent: LentReferences;
  readonly #held: HeldReferences;
  readonly #outgoing: OutgoingStreams;
  readonly #incoming: IncomingStreams;

  /** Starts with nothing passed. */
  constructor(options: ExchangeOptions) {
    const { encode, inTurn, limits, observer, peerLimits, send } = options;
    this.#operator = options.operator;
    this.#lent = new LentReferences(
      Math.min(limits.references, peerLimits.references),
    );
    this.#held = new HeldReferences({
      most: limits.references,
      itemCount: peerLimits.itemCount,
      // A call made before may still speak of what is given back.
      release: (counts) => inTurn(() => send(encode(["release", counts]))),
      observer,
    });
    this.#outgoing = new OutgoingStreams({
      ...options,
      most: peerLimits.callsInFlight,
      frameSize: peerLimits.frameSize,
    });
    this.#incoming = new IncomingStreams({
      credit: (stream, bytes) => send(encode(["credit", stream, bytes])),
      stop: (stream, reason) => send(encodeStop(encode, stream, reason)),
      most: limits.callsInFlight,
    });
  }

  /** How many references there are in both directions. */
  get counts(): HeldCounts {
    return { held: this.#held.size, lent: this.#lent.size };
  }

  /** An object of this end by its number; `undefined` for one that is not lent. */
  lent(id: number): object | undefined {
    return this.#lent.get(id);
  }

  /** See {@linkcode Passing}. */
  pass(value: object, passed: Passed): PassedValue | undefined {
    const node = RemoteNode.of(value);
    if (node !== undefined) {
      const own = this.#passNode(node);
      if (own !== undefined) return own;
    }
    if (typeof value === "function" || RpcTarget.is(value)) {
      const id = this.#lent.lend(value);
      passed.references.push(id);
      const callable = typeof value === "function" &&
        (node === undefined || isCallable(node));
      const name = node?.origin.kind === "reference"
        ? node.origin.reference.name
        : nameOfPassed(value);
      return { kind: "reference", id, callable, name };
    }
    if (isStreamSource(value)) {
      const stream = this.#outgoing.open(value);
      passed.streams.push(stream);
      return { kind: "stream", id: stream.id, bytes: stream.bytes };
    }
    return undefined;
  }

  /** Something of this connection's other end; `undefined` for one of another's. */
  #passNode(node: RemoteNode): PassedValue | undefined {
    const { operator, origin, path } = node;
    if (origin.kind === "answer") {
      if (operator !== this.#operator() || origin.call.state !== "gathered") {
        throw new TypeError(
          "the answer of a call made earlier, or elsewhere, and not awaited",
        );
      }
      return { kind: "answer", id: origin.call.id, path };
    }
    if (path.length > 0) {
      throw new TypeError("a remote property, and not awaited");
    }
    if (origin.kind === "service") {
      throw new TypeError("the other end's service");
    }
    const { reference } = origin;
    reference.requireHeld();
    if (operator !== this.#operator()) return undefined;
    return { kind: "returned", id: reference.id };
  }

  /** See {@linkcode Passing}. */
  receive(
    value: Exclude<PassedValue, { readonly kind: "answer" }>,
    received: { references: HeldReference[]; streams: ReceivedStream[] },
  ): object {
    switch (value.kind) {
      case "returned": {
        const lent = this.#lent.get(value.id);
        if (lent !== undefined) return lent;
        throw new ProtocolError(`there is no reference ${value.id} to return`);
      }
      case "reference": {
        const reference = this.#held.receive(value);
        received.references.push(reference);
        const origin = { kind: "reference", reference } as const;
        return new RemoteNode(origin, [], this.#operator(), {}).face;
      }
      case "stream": {
        const stream = this.#incoming.open(value.id, value.bytes);
        received.streams.push(stream);
        return stream.readable;
      }
    }
  }

  /** See {@linkcode Passing}. */
  takeBack({ references, streams }: Passed): void {
    for (const id of references) this.#lent.takeBack(id, 1);
    for (const stream of streams) stream.stop(new Error("it was never sent"));
  }

  /** The other end has given references back. */
  takeBackCounts(counts: readonly number[]): void {
    for (let i = 0; i < counts.length; i += 2) {
      this.#lent.takeBack(counts[i], counts[i + 1]);
    }
  }

  /** See {@linkcode Passing}. */
  memoryFor(length: number): Uint8Array {
    return this.#incoming.memoryFor(length);
  }

  /**
   * The other end says something about a stream, which took so many bytes, with
   * what came by reference.
   */
  receiveStream(
    envelope: StreamControl | StreamData,
    received: Received,
    bytes: number,
  ): void {
    switch (envelope[0]) {
      case "chunk": {
        const [, stream, value] = envelope;
        return this.#incoming.chunk(stream, { value, size: bytes, received });
      }
      case "end":
        return this.#incoming.end(envelope[1]);
      case "fail":
        return this.#incoming.fail(envelope[1], envelope[2]);
      case "credit":
        return this.#outgoing.credit(envelope[1], envelope[2]);
      case "stop":
        return this.#outgoing.stop(envelope[1], envelope[2]);
    }
  }

  /** The connection has ended. */
  lose(reason: Error): void {
    this.#held.clear();
    this.#lent.clear();
    this.#outgoing.lose(reason);
    this.#incoming.lose(reason);
  }
}

function encodeStop(
  encode: ExchangeOptions["encode"],
  stream: number,
  reason: unknown,
): EncodedEnvelope {
  try {
    return encode(["stop", stream, reason]);
  } catch (error) {
    // Why nobody reads is worth less than that nobody does.
    return encode([
      "stop",
      stream,
      error instanceof Error ? error.message : "",
    ]);
  }
}

function isCallable({ origin }: RemoteNode): boolean {
  return origin.kind === "reference" && origin.reference.callable;
}
