import { Encoder } from "cbor-x/index-no-eval";
import { type ConnectionOptions, RpcConnection } from "../../rpc/mod.ts";
import { decodeEnvelope } from "../../rpc/decode_envelope.ts";
import { encodeEnvelope } from "../../rpc/encode_envelope.ts";
import type { Envelope } from "../../rpc/envelope.ts";
import { HEADER_LENGTH, readUint32, writeHeader } from "../../rpc/frame.ts";
import { completeLimits } from "../../rpc/limits.ts";
import { TCP, type TransportKind } from "./_transport_kinds.ts";

const LIMITS = completeLimits();
const codec = new Encoder({ useRecords: false, tagUint8Array: false });

/**
 * What a peer says first; the numbers are the limits that it claims to have, the
 * bits of compressions, and the bytes of a scheduler and of security.
 */
export function hello(
  {
    version = 3,
    limits = Object.values(LIMITS),
    compressions = 0,
    scheduler = 0,
    security = 0,
  }: {
    version?: number;
    limits?: readonly number[];
    compressions?: number;
    scheduler?: number;
    security?: number;
  } = {},
): Uint8Array {
  const bytes = new Uint8Array(10 + limits.length * 4 + 3 + 32);
  new TextEncoder().encodeInto("rpcbench", bytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, version);
  limits.forEach((limit, i) => view.setUint32(10 + i * 4, limit));
  bytes.set([compressions, scheduler, security], 10 + limits.length * 4);
  return bytes;
}

/** A frame with whatever envelope and attachments, right or wrong. */
export function frame(
  envelope: Uint8Array | readonly number[],
  attachments: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const start = HEADER_LENGTH + envelope.length;
  const bytes = new Uint8Array(start + attachments.length);
  writeHeader(bytes, 0, envelope.length, attachments.length);
  bytes.set(envelope, HEADER_LENGTH);
  bytes.set(attachments, start);
  return bytes;
}

/** The frame of a well-formed envelope. */
export function frameOf(envelope: Envelope): Uint8Array {
  const { bytes, attachments } = encodeEnvelope(envelope, LIMITS);
  const joined = new Uint8Array(attachments.reduce((n, a) => n + a.length, 0));
  let position = 0;
  for (const attachment of attachments) {
    joined.set(attachment, position);
    position += attachment.length;
  }
  return frame(bytes, joined);
}

/** A peer that says just what a test wants it to, over a bare socket. */
export class RawPeer implements Disposable {
  readonly #socket: Deno.TcpConn;
  #open = true;
  #unread = new Uint8Array(0);

  constructor(socket: Deno.TcpConn) {
    this.#socket = socket;
  }

  static async connect(port: number): Promise<RawPeer> {
    return new RawPeer(await Deno.connect({ hostname: "127.0.0.1", port }));
  }

  async send(...parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) {
      for (let sent = 0; sent < part.length;) {
        sent += await this.#socket.write(part.subarray(sent));
      }
    }
  }

  /** Reads the other end's hello. */
  async receiveHello(): Promise<Uint8Array> {
    return await this.#receive(hello().length);
  }

  /** Reads the other end's proof that it has the key. */
  async receiveProof(): Promise<Uint8Array> {
    return await this.#receive(32);
  }

  /** Reads one whole frame; `undefined` at the end of the connection. */
  async receiveFrame(): Promise<Envelope | undefined> {
    if (!await this.#fill(HEADER_LENGTH)) return undefined;
    const header = await this.#receive(HEADER_LENGTH);
    const envelope = await this.#receive(readUint32(header, 0));
    const attachmentsLength = readUint32(header, 4);
    const decoded = decodeEnvelope(envelope, attachmentsLength, LIMITS);
    for (const attachment of decoded.attachments) {
      attachment.set(await this.#receive(attachment.length));
    }
    return decoded.envelope;
  }

  /** Reads one whole frame as it is on the wire, tags and all. */
  async receiveRaw(): Promise<readonly unknown[] | undefined> {
    if (!await this.#fill(HEADER_LENGTH)) return undefined;
    const header = await this.#receive(HEADER_LENGTH);
    const envelope = await this.#receive(readUint32(header, 0));
    await this.#receive(readUint32(header, 4));
    return codec.decode(envelope);
  }

  /** Reads one frame's header, and what follows it, as it is on the wire. */
  async receiveBytes(): Promise<{ lengths: number[]; body: Uint8Array }> {
    const header = await this.#receive(HEADER_LENGTH);
    const lengths = [readUint32(header, 0), readUint32(header, 4)];
    const body = await this.#receive(lengths[0] + lengths[1]);
    return { lengths, body };
  }

  /** What the other end says last, once it has also closed the connection. */
  async receiveGoodbye(): Promise<string> {
    let last: Envelope | undefined;
    for (;;) {
      const envelope = await this.receiveFrame();
      if (envelope === undefined) break;
      last = envelope;
    }
    if (last?.[0] === "goodbye") return last[1];
    throw new Error(`no goodbye came, but ${Deno.inspect(last)}`);
  }

  /** Resolves once the other end has closed the connection, in whichever way. */
  async ended(): Promise<void> {
    try {
      while (await this.#socket.read(new Uint8Array(64 * 1024)) !== null);
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
    }
  }

  async closeWrite(): Promise<void> {
    await this.#socket.closeWrite();
  }

  [Symbol.dispose](): void {
    if (this.#open) this.#socket.close();
    this.#open = false;
  }

  async #receive(length: number): Promise<Uint8Array> {
    if (!await this.#fill(length)) {
      throw new Error("the connection ended too early");
    }
    const received = this.#unread.slice(0, length);
    this.#unread = this.#unread.slice(length);
    return received;
  }

  /** Reads until there are `length` bytes; false if the end comes before. */
  async #fill(length: number): Promise<boolean> {
    if (this.#unread.length >= length) return true;
    const filled = new Uint8Array(length + 64 * 1024);
    filled.set(this.#unread);
    let end = this.#unread.length;
    while (end < length) {
      const read = await this.#socket.read(filled.subarray(end));
      if (read === null) break;
      end += read;
    }
    this.#unread = filled.subarray(0, end);
    return end >= length;
  }
}

/** A connection, and the raw peer at its other end. */
export interface RawPair extends AsyncDisposable {
  readonly peer: RawPeer;
  /** Settles as `RpcConnection.open` does. */
  readonly opening: Promise<RpcConnection>;
}

/** Opens a connection towards a raw peer, which has said nothing yet. */
export async function rawPair(
  options: ConnectionOptions = {},
  kind: TransportKind = TCP,
): Promise<RawPair> {
  await using stack = new AsyncDisposableStack();
  const listening = stack.use(await kind.listen());
  const accepted = listening.accept();
  const peer = await RawPeer.connect(listening.port);
  const opening = RpcConnection.open(await accepted, options);
  // A test looks at a failure when it is done with the peer.
  opening.catch(() => {});
  stack.defer(async () => {
    const [result] = await Promise.allSettled([opening]);
    if (result.status === "fulfilled") await result.value.close();
  });
  // Gone before the connection closes, or that would have no one to end it for.
  stack.use(peer);
  const owned = stack.move();
  return { peer, opening, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** The same, with the hello of both ends said. */
export async function greetedPair(
  options: ConnectionOptions = {},
  kind: TransportKind = TCP,
  greeting: Uint8Array = hello(),
): Promise<{ peer: RawPeer; connection: RpcConnection } & AsyncDisposable> {
  const pair = await rawPair(options, kind);
  await pair.peer.send(greeting);
  await pair.peer.receiveHello();
  return {
    peer: pair.peer,
    connection: await pair.opening,
    [Symbol.asyncDispose]: () => pair[Symbol.asyncDispose](),
  };
}
