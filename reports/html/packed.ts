import { Buffer } from "node:buffer";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** Of more bytes than this, speed matters more than the last few per cent. */
export const LARGE = 4 * 1024 ** 2;

/** Bytes as a page can hold them: Base64 of what gzip makes of them. */
export async function packed(bytes: Uint8Array): Promise<string> {
  const level = bytes.length > LARGE ? 1 : 9;
  return Buffer.from(await promisify(gzip)(bytes, { level }))
    .toString("base64");
}
