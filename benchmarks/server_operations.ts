import {
  type BenchmarkService,
  createHttpSession,
  createRpcConnection,
  decodeHexChunks,
  encodeHexChunks,
  HttpConnection,
  type HttpSession,
  HttpStatusError,
  PreparedRequest,
} from "../servers/mod.ts";
import { ByteSource, type RpcConnection } from "../rpc/mod.ts";
import { byteLength, requireLength, totalLength } from "./transfers.ts";

/** All that is asked of a server, wherever it runs. */
export interface ServerOperations<Connection> {
  readonly protocol: string;
  /** Makes a connection, over which a byte could go at once. */
  connect(): Promise<Connection>;
  ping(connection: Connection): Promise<unknown>;
  /** Makes a connection of the lean HTTP client; absent for another protocol. */
  readonly connectLean?: () => Promise<LeanConnection>;
  /** Sends bytes, and waits until as many came back. */
  echo(connection: Connection, data: Uint8Array<ArrayBuffer>): Promise<void>;
  upload(connection: Connection, data: Uint8Array<ArrayBuffer>): Promise<void>;
  download(
    connection: Connection,
    size: number,
  ): Promise<Uint8Array | ArrayBuffer>;
  uploadFile(
    connection: Connection,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<void>;
  downloadFile(
    connection: Connection,
    size: number,
  ): Promise<Uint8Array | ArrayBuffer>;
  uploadFileChunked(
    connection: Connection,
    chunks: readonly Uint8Array<ArrayBuffer>[],
  ): Promise<void>;
  downloadFileChunked(
    connection: Connection,
    size: number,
    chunkSize: number,
  ): Promise<readonly Uint8Array[] | number>;
  uploadFileStreamed(
    connection: Connection,
    file: AsyncIterable<Uint8Array<ArrayBuffer>>,
    size: number,
  ): Promise<void>;
  downloadFileStreamed(
    connection: Connection,
    size: number,
  ): Promise<ReadableStream<Uint8Array>>;
}

/** A connection with as little in the way as can be. */
export interface LeanConnection extends AsyncDisposable {
  /** The same request as that of the server's other connections. */
  ping(): Promise<unknown>;
}

/** How requests are made. */
export interface OperationOptions {
  /** Seconds until a connection or a request is given up. Default 300. */
  readonly timeout?: number;
}

/** Half a gigabyte takes its time on a slow machine; a hung server still ends. */
const TIMEOUT = 300;

/** What is asked of an RPC server. */
export function rpcOperations(
  { hostname, port }: { readonly hostname: string; readonly port: number },
  { timeout = TIMEOUT }: OperationOptions = {},
): ServerOperations<RpcConnection<BenchmarkService>> {
  return {
    protocol: "rpc",
    connect: () =>
      createRpcConnection({ hostname, port, timeout, connectTimeout: timeout }),
    ping: ({ root }) => root.ping(),
    async echo({ root }, data) {
      const answer = await root.echo(data);
      if (!(answer instanceof Uint8Array)) {
        throw new TypeError(
          "the server's echo of bytes brought something else",
        );
      }
      requireLength(answer.length, data.length);
    },
    upload: async ({ root }, data) =>
      requireLength(await root.upload(data), data.length),
    download: ({ root }, size) => root.download(size),
    uploadFile: async ({ root }, data) =>
      requireLength(await root.uploadFile(data), data.length),
    downloadFile: ({ root }, size) => root.downloadFile(size),
    uploadFileChunked: async ({ root }, chunks) =>
      requireLength(await root.uploadFileChunked(chunks), totalLength(chunks)),
    downloadFileChunked: ({ root }, size, chunkSize) =>
      root.downloadFileChunked(size, chunkSize),
    uploadFileStreamed: async ({ root }, file, size) =>
      requireLength(await root.uploadFileStreamed(new ByteSource(file)), size),
    downloadFileStreamed: ({ root }, size) => root.downloadFileStreamed(size),
  };
}

/** What is asked of an HTTP server, by `fetch`. */
export function httpOperations(
  url: string,
  { timeout = TIMEOUT }: OperationOptions = {},
): ServerOperations<HttpSession> {
  const upload =
    (path: string) =>
    async (session: HttpSession, data: Uint8Array<ArrayBuffer>) =>
      requireLength(
        await uploadedBytes(await session.post(path, data)),
        data.length,
      );
  const download =
    (path: string) => async (session: HttpSession, size: number) =>
      (await session.get(`${path}/${size}`)).arrayBuffer();
  return {
    protocol: "http",
    connect: () => connectHttp(url, timeout),
    ping: async (session) => (await session.get("/ping")).text(),
    connectLean: () => connectLean(`${url}/ping`),
    async echo(session, data) {
      const response = await session.post("/echo", data);
      requireLength(byteLength(await response.arrayBuffer()), data.length);
    },
    upload: upload("/upload"),
    download: download("/download"),
    uploadFile: upload("/upload-file"),
    downloadFile: download("/download-file"),
    async uploadFileChunked(session, chunks) {
      const response = await session.post(
        "/upload-file-chunked",
        encodeHexChunks(chunks),
        { headers: { "content-type": "application/json" } },
      );
      requireLength(await uploadedBytes(response), totalLength(chunks));
    },
    async downloadFileChunked(session, size, chunkSize) {
      const { body } = await session.get(
        `/download-file-chunked/${size}/${chunkSize}`,
      );
      if (body === null) return 0;
      const chunks: Uint8Array[] = [];
      for await (const chunk of decodeHexChunks(body)) chunks.push(chunk);
      return chunks;
    },
    async uploadFileStreamed(session, file, size) {
      const response = await session.post(
        "/upload-file-streamed",
        ReadableStream.from(file),
      );
      requireLength(await uploadedBytes(response), size);
    },
    async downloadFileStreamed(session, size) {
      const { body } = await session.get(`/download-file-streamed/${size}`);
      return body ?? ReadableStream.from<Uint8Array>([]);
    },
  };
}

/** A session whose one connection has served a request. */
async function connectHttp(
  url: string,
  timeout: number,
): Promise<HttpSession> {
  // A retry would hide a failure.
  const session = createHttpSession(url, { retries: 0, timeout });
  try {
    await (await session.get("/ping")).text();
    return session;
  } catch (error) {
    session.close();
    throw error;
  }
}

/** A connection of the lean client that has served a request. */
async function connectLean(url: string): Promise<LeanConnection> {
  const request = new PreparedRequest(url);
  const connection = await HttpConnection.open(url);
  const ping = async () => {
    const { status } = await connection.send(request);
    if (status !== 200) {
      throw new HttpStatusError(status, `GET /ping: ${status}`);
    }
  };
  try {
    await ping();
  } catch (error) {
    await connection[Symbol.asyncDispose]();
    throw error;
  }
  return {
    ping,
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

async function uploadedBytes(response: Response): Promise<number> {
  const { bytes } = await response.json();
  return bytes;
}
