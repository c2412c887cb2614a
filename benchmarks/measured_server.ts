import {
  type BenchmarkService,
  createHttpSession,
  createRpcConnection,
  decodeHexChunks,
  encodeHexChunks,
  HttpConnection,
  HttpServer,
  type HttpSession,
  HttpStatusError,
  PreparedRequest,
  RpcServer,
  type RpcServerMode,
} from "../servers/mod.ts";
import { ByteSource, type RpcConnection } from "../rpc/mod.ts";
import { requireLength, totalLength } from "./transfers.ts";

/** A server that runs, and all that the suite asks of it. */
export interface MeasuredServer<Connection> extends AsyncDisposable {
  /** Its key in the result document. */
  readonly key: string;
  readonly protocol: string;
  readonly serverMode: string;
  /** Resolves when the server has ended, wanted or not. */
  readonly exited: Promise<Deno.CommandStatus>;
  /** The ids of its processes at this moment. */
  processIds(): readonly number[];
  /** Makes a connection, over which a byte could go at once. */
  connect(): Promise<Connection>;
  ping(connection: Connection): Promise<unknown>;
  /** Makes a connection of the lean HTTP client; absent for another protocol. */
  readonly connectLean?: () => Promise<LeanConnection>;
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

/** Where servers listen, and what they serve. */
export interface MeasuredServerOptions {
  /** The address to listen on. Default `"127.0.0.1"`. */
  readonly hostname?: string;
  /** The port to listen on; see the server's own options. */
  readonly port?: number;
  /** The URL of a service module, for RPC servers. Default: `BenchmarkService`. */
  readonly service?: string;
  /** What the service needs, as flags of `deno run`. */
  readonly permissions?: readonly string[];
  /** Hears what a person should know. */
  readonly onNotice?: (notice: string) => void;
}

/** Half a gigabyte takes its time on a slow machine; a hung server still ends. */
const TIMEOUT = 300;

/** Starts an RPC server to be measured. */
export async function startRpcServer(
  mode: RpcServerMode,
  options: MeasuredServerOptions = {},
): Promise<MeasuredServer<RpcConnection<BenchmarkService>>> {
  const server = await RpcServer.start({ ...options, mode });
  return {
    key: `rpc_${mode}`,
    protocol: "rpc",
    serverMode: mode,
    exited: server.exited,
    processIds: () => server.processIds(),
    connect: () =>
      createRpcConnection({
        hostname: server.hostname,
        port: server.port,
        timeout: TIMEOUT,
        connectTimeout: TIMEOUT,
      }),
    ping: ({ root }) => root.ping(),
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
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** Starts the HTTP server to be measured. */
export async function startHttpServer(
  { hostname, port, onNotice }: MeasuredServerOptions = {},
): Promise<MeasuredServer<HttpSession>> {
  const server = await HttpServer.start({ hostname, port, onNotice });
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
    key: "http_threaded",
    protocol: "http",
    serverMode: "threaded",
    exited: server.exited,
    processIds: () => server.processIds(),
    connect: () => connectHttp(server.url),
    ping: async (session) => (await session.get("/ping")).text(),
    connectLean: () => connectLean(`${server.url}/ping`),
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
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** A session whose one connection has served a request. */
async function connectHttp(url: string): Promise<HttpSession> {
  // A retry would hide a failure.
  const session = createHttpSession(url, { retries: 0, timeout: TIMEOUT });
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
