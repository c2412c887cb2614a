/**
 * A frame is this header, an envelope, and the raw bytes of its attachments.
 * The header has two 32-bit lengths: the envelope's and that of all attachments.
 * An envelope of no bytes says that the frame is compressed, see
 * {@linkcode FrameCompressor}.
 */
export const HEADER_LENGTH = 8;

/** Writes a header at `position` of `target`. */
export function writeHeader(
  target: Uint8Array,
  position: number,
  envelopeLength: number,
  attachmentsLength: number,
): void {
  writeUint32(target, position, envelopeLength);
  writeUint32(target, position + 4, attachmentsLength);
}

/** Reads the 32-bit number at `position`; a header has two, four bytes apart. */
export function readUint32(source: Uint8Array, position: number): number {
  return source[position] * 0x1000000 +
    (source[position + 1] << 16 | source[position + 2] << 8 |
      source[position + 3]);
}

/** Writes a 32-bit number at `position`. */
export function writeUint32(
  target: Uint8Array,
  position: number,
  value: number,
): void {
  target[position] = value >>> 24;
  target[position + 1] = value >>> 16;
  target[position + 2] = value >>> 8;
  target[position + 3] = value;
}
