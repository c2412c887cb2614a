import { Encoder, Tag } from "cbor-x/index-no-eval";
import { ValueTag } from "../../rpc/value_tags.ts";
import { frame } from "./_raw_peer.ts";

const codec = new Encoder({ useRecords: false, tagUint8Array: false });

/** The frame of whatever envelope, right or wrong. */
export function rawFrame(
  envelope: readonly unknown[],
  attachments?: Uint8Array,
): Uint8Array {
  return frame(codec.encode(envelope).slice(), attachments);
}

/** An object of the peer's, as it passes it. */
export function rawReference(id: unknown, callable = false, name = "X"): Tag {
  return new Tag([id, callable, name], ValueTag.reference);
}

/** An object of the other end's, as the peer passes it back. */
export function rawReturned(id: unknown): Tag {
  return new Tag(id, ValueTag.returned);
}

/** A stream that the peer feeds. */
export function rawStream(id: unknown, bytes = false): Tag {
  return new Tag([id, bytes], ValueTag.stream);
}

/** The answer to another request of its frame. */
export function rawAnswer(id: unknown, ...path: unknown[]): Tag {
  return new Tag([id, ...path], ValueTag.answer);
}
