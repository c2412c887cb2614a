import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { ByteSource, connect } from "../../rpc/mod.ts";
import {
  type BenchmarkService,
  createHttpSession,
  decodeHexChunks,
  encodeHexChunks,
  HttpServer,
  payload,
  payloadChunks,
  payloadStream,
  RpcServer,
  type RpcServerMode,
} from "../../servers/mod.ts";
import { ServiceModule } from "./_service_module.ts";

const MODES: readonly RpcServerMode[] = ["threaded", "forking"];
const WHOLE = 500_000_000;
/** Where one way has carried 500 MB already, or takes long, as a request's body. */
const PART = 64 * 1024 ** 2;
/** How much a stream carries: what a forking server does it does in the same way. */
const STREAMED = { threaded: WHOLE, forking: PART };
/** Less is enough in chunks, and the last is of another size. */
const IN_CHUNKS = 16 * 1024 ** 2 + 1;
const CHUNK = 64 * 1024;
const COUNT = Math.ceil(IN_CHUNKS / CHUNK);
const TIMEOUT = 120;

/** What the server received is known from its hash. */
interface HashingService extends BenchmarkService {
  hash(data: Uint8Array): Promise<string>;
  hashChunks(chunks: readonly Uint8Array[]): Promise<string>;
}

const HASHING_SERVICE = `
  import { createHash } from "node:crypto";
  import { BenchmarkService } from ${
  JSON.stringify(import.meta.resolve("../../servers/benchmark_service.ts"))
};
  export default class extends BenchmarkService {
    hash(data) {
      return createHash("sha256").update(data).digest("hex");
    }
    hashChunks(chunks) {
      const hash = createHash("sha256");
      for (const chunk of chunks) hash.update(chunk);
      return hash.digest("hex");
    }
  }`;

const hashes = {
  whole: hashOf(payload(WHOLE)),
  part: hashOf(payload(PART)),
  inChunks: hashOf(payload(IN_CHUNKS)),
};

for (const mode of MODES) {
  Deno.test(`rpc_${mode} carries 500 MB up and down, and chunks and streams, unchanged`, async () => {
    await using module = await ServiceModule.write(HASHING_SERVICE);
    await using server = await RpcServer.start({
      mode,
      port: 0,
      service: module.url,
    });
    await using connection = await connect<HashingService>({
      port: server.port,
      timeout: TIMEOUT,
    });
    const { root } = connection;
    assertEquals(await root.hash(payload(WHOLE)), hashes.whole);
    assertEquals(hashOf(await root.download(WHOLE)), hashes.whole);
    assertEquals(await root.upload(payload(PART)), PART);
    assertEquals(
      await root.hashChunks([...payloadChunks(IN_CHUNKS, CHUNK)]),
      hashes.inChunks,
    );
    const chunks = await root.downloadFileChunked(IN_CHUNKS, CHUNK);
    assertEquals(chunks.length, COUNT);
    assertEquals(hashOf(...chunks), hashes.inChunks);
    const size = STREAMED[mode];
    assertEquals(
      await root.uploadFileStreamed(new ByteSource(payloadStream(size))),
      size,
    );
    const pieces = await Array.fromAsync(
      await root.downloadFileStreamed(size),
    );
    assertEquals(
      hashOf(...pieces),
      size === WHOLE ? hashes.whole : hashes.part,
    );
  });
}

Deno.test("http_threaded carries 64 MiB up, 500 MB down, and chunks both ways, unchanged", async () => {
  await using server = await HttpServer.start({ port: 0 });
  using session = createHttpSession(server.url, { timeout: TIMEOUT });
  const echoed = await session.post("/echo", payload(PART));
  assertEquals(hashOf(await bytesOf(echoed)), hashes.part);
  const file = await session.get(`/download-file/${WHOLE}`);
  assertEquals(hashOf(await bytesOf(file)), hashes.whole);

  const uploaded = await session.post(
    "/upload-file-chunked",
    encodeHexChunks(payloadChunks(IN_CHUNKS, CHUNK)),
  );
  assertEquals(await uploaded.json(), { bytes: IN_CHUNKS, chunks: COUNT });
  const streamed = await session.get(`/download-file-streamed/${PART}`);
  assertEquals(hashOf(await bytesOf(streamed)), hashes.part);
  const { body } = await session.get(
    `/download-file-chunked/${IN_CHUNKS}/${CHUNK}`,
  );
  const chunks = await Array.fromAsync(
    decodeHexChunks(body ?? new ReadableStream()),
  );
  assertEquals(chunks.length, COUNT);
  assertEquals(hashOf(...chunks), hashes.inChunks);
});

Deno.test("compute gives the exact sum over both protocols", async () => {
  const sum = 333332833333500000n;
  for (const mode of MODES) {
    await using server = await RpcServer.start({ mode, port: 0 });
    await using connection = await connect<BenchmarkService>(server);
    assertEquals(await connection.root.compute(1_000_000), sum);
  }
  await using server = await HttpServer.start({ port: 0 });
  using session = createHttpSession(server.url);
  const response = await session.get("/compute/1000000");
  assertEquals(await response.json(), { n: 1_000_000, result: `${sum}` });
});

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

function hashOf(...chunks: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}
