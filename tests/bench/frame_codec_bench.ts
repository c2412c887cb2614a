/**
 * What it costs to turn a call into the bytes of a frame and back, beside bare CBOR.
 *
 *     deno bench tests/bench/frame_codec_bench.ts
 *
 * @module
 */
import { codec } from "../../rpc/codec.ts";
import { decodeEnvelope } from "../../rpc/decode_envelope.ts";
import { encodeEnvelope } from "../../rpc/encode_envelope.ts";
import type { Request } from "../../rpc/envelope.ts";
import { completeLimits } from "../../rpc/limits.ts";

const LIMITS = completeLimits();

const USERS = Array.from({ length: 100 }, (_, id) => ({
  id,
  name: `user ${id}`,
  email: `${id}@example.com`,
  active: id % 2 === 0,
}));

/** Arguments of calls, by what benchmarks call them. */
const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  "a ping": [],
  "100 records": [USERS],
  "a map of dates": [
    new Map(USERS.map(({ name, id }) => [name, new Date(id)])),
  ],
};

for (const [what, args] of Object.entries(ARGUMENTS)) {
  const request: Request = ["call", 1, 0, "method", args];
  const { bytes } = encodeEnvelope(request, LIMITS);
  const plain = codec.encode(request);
  const encode = `encode ${what}`;
  Deno.bench("bare CBOR", { group: encode, baseline: true }, () => {
    codec.encode(request);
  });
  Deno.bench("envelope", { group: encode }, () => {
    encodeEnvelope(request, LIMITS);
  });
  const decode = `decode ${what}`;
  Deno.bench("bare CBOR", { group: decode, baseline: true }, () => {
    codec.decode(plain);
  });
  Deno.bench("envelope", { group: decode }, () => {
    decodeEnvelope(bytes, 0, LIMITS);
  });
}
