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
export {
  HttpConnection,
  type HttpConnectionOptions,
  type SendOptions,
} from "./http1/http_connection.ts";
export { type KeptHttpAnswer } from "./http1/kept_answer.ts";
export { type SocketOptions } from "./http1/open_socket.ts";
export {
  PreparedRequest,
  type PreparedRequestOptions,
} from "./http1/prepared_request.ts";
export { type HttpAnswer } from "./http1/response_parser.ts";
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
export type {
  EventLoopDelay,
  EventLoopDelays,
} from "./inspection/event_loop_watch.ts";
export type { RawCpuProfile, RawHeapProfile } from "./inspection/inspector.ts";
export type {
  MemoryReading,
  MemorySample,
} from "./inspection/memory_series.ts";
export type {
  Inspectable,
  ProcessClock,
  ProcessProfile,
  ProcessState,
  ProfileSettings,
  StateOptions,
} from "./inspection/process_profile.ts";
export {
  type Ask,
  type EventLoopWatches,
  OtherProcesses,
} from "./inspection/other_processes.ts";
export {
  type Answer,
  answerQuestion,
  type Question,
} from "./inspection/question.ts";
export {
  EMPTY_TABLES,
  sumOfTables,
  type TableSizes,
  tablesOf,
} from "./inspection/table_sizes.ts";
export { ThisProcess } from "./inspection/this_process.ts";
export { Server } from "./server.ts";
export { TcpFloorServer } from "./tcp_floor_server.ts";
export {
  createTestCredentials,
  type TestCredentials,
  type TestCredentialsOptions,
} from "./test_credentials.ts";
