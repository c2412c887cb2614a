/**
 * Servers to measure, each in Deno subprocesses of its own, and the ways to talk
 * to them.
 *
 * @example Start a server and call it
 * ```ts
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using connection = await createRpcConnection(server);
 * assertEquals(await connection.root.echo({ a: [1, 2n] }), { a: [1, 2n] });
 * ```
 *
 * @module
 */
export { countBytes } from "./count_bytes.ts";
export {
  BenchmarkService,
  payload,
  payloadChunks,
  payloadStream,
  sleep,
  sumOfSquares,
} from "./benchmark_service.ts";
export {
  discard,
  encodeOrder,
  FLOOR_BUFFER_LENGTH,
  type FloorOrder,
  readFully,
  writeFully,
} from "./floor_order.ts";
export {
  decodeHexChunks,
  encodeHexChunks,
  HexChunksError,
} from "./hex_chunks.ts";
export {
  createHttpApplication,
  type HttpApplication,
} from "./http_application.ts";
export { HttpServer, type HttpServerOptions } from "./http_server.ts";
export {
  createHttpSession,
  type HttpRequestOptions,
  HttpSession,
  type HttpSessionOptions,
  HttpStatusError,
} from "./http_session.ts";
export {
  createRpcConnection,
  type RpcConnectionOptions,
} from "./rpc_connection.ts";
export {
  RpcServer,
  type RpcServerMode,
  type RpcServerOptions,
} from "./rpc_server.ts";
export { Server } from "./server.ts";
export { TcpFloorServer } from "./tcp_floor_server.ts";
export {
  createTestCredentials,
  type TestCredentials,
  type TestCredentialsOptions,
} from "./test_credentials.ts";
