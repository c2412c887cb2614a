/**
 * The RPC protocol, the same at both ends: calls over one TCP connection, with
 * CBOR envelopes and byte arrays beside them.
 *
 * @example Serve a class and call it
 * ```ts
 * import { connect, RpcConnection, tcpTransport } from "@x/rpcbench/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * class Adder {
 *   add(a: number, b: number): number {
 *     return a + b;
 *   }
 * }
 *
 * using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 * const accepted = listener.accept().then((socket) =>
 *   RpcConnection.open(tcpTransport(socket), { service: Adder })
 * );
 *
 * const { port } = listener.addr;
 * await using connection = await connect<Adder>({ port });
 * await using _served = await accepted;
 * assertEquals(await connection.root.add(1, 2), 3);
 * ```
 *
 * @module
 */
export { type CallContext, currentCall } from "./current_call.ts";
export type { Authentication, Role } from "./authentication.ts";
export { ByteSource } from "./byte_source.ts";
export {
  type Compression,
  COMPRESSION_ALGORITHMS,
  type CompressionAlgorithm,
  type CompressionOptions,
} from "./compression.ts";
export { connect, type ConnectOptions } from "./connect.ts";
export { RpcConnection } from "./connection.ts";
export type { ConnectionOptions } from "./connection_options.ts";
export type { ReceivedError } from "./error_values.ts";
export {
  CallTimeoutError,
  ConnectionLostError,
  ProtocolError,
  RemoteError,
  SecurityError,
} from "./errors.ts";
export type { Limits } from "./limits.ts";
export type {
  CallKind,
  ConnectionObserver,
  IncomingCallObserver,
  ObservedAnswer,
  ObservedCall,
  ObservedReference,
  OutgoingCallObserver,
  RpcObserver,
} from "./observer.ts";
export type { HeldCounts } from "./exchange.ts";
export { observeConnections } from "./observers.ts";
export { obtain, retain, withCallOptions } from "./references.ts";
export type {
  AnyFunction,
  CallOptions,
  GivenValue,
  Local,
  MethodName,
  Obtained,
  Pipelined,
  PropertyName,
  Remote,
  RemoteAnswer,
  RemoteArgument,
  RemoteArguments,
  RemoteHandle,
  RemoteMembers,
  RemotePromise,
  RemoteValue,
  Whole,
} from "./remote.ts";
export { offeredMethods, RpcTarget, type ServiceClass } from "./target.ts";
export {
  ExitOrderedScheduler,
  KeySerializedScheduler,
  type ScheduledCall,
  type Scheduler,
  SCHEDULER_NAMES,
  type SchedulerName,
} from "./scheduler.ts";
export {
  type AuthenticatedSecurity,
  type EncryptedSecurity,
  requireSecurity,
  type Security,
} from "./security.ts";
export { socketTransport } from "./socket_transport.ts";
export { acceptTls } from "./tls_transport.ts";
export type { Traffic, TrafficCount } from "./traffic.ts";
export { tcpTransport, type Transport } from "./transport.ts";
