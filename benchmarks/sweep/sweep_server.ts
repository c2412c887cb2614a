import { TcpFloorServer } from "../../servers/mod.ts";
import type { BenchmarkBase } from "../benchmark_base.ts";
import { closeConnections } from "../connections.ts";
import { FloorConnection } from "../floor.ts";
import {
  type MeasuredServer,
  startHttpServer,
  startRpcServer,
} from "../measured_server.ts";
import {
  httpOperations,
  rpcOperations,
  type ServerOperations,
} from "../server_operations.ts";
import { endOf } from "../_server_end.ts";
import {
  type AskedServer,
  benchmarksOf,
  type StepOptions,
} from "./sweep_benchmarks.ts";
import type { RemoteAddress } from "./sweep_options.ts";
import type { SweepQuestion } from "./sweep_question.ts";
import type { SweepSubject } from "./sweep_step.ts";
import { messageOf } from "../../rpc/message_of.ts";

/** A server that serves, wherever it runs, and can be asked the questions of a sweep. */
export interface SweepServer extends AsyncDisposable {
  /** Its key in the result document. */
  readonly key: string;
  readonly protocol: string;
  readonly serverMode: string;
  /** Where it listens, if it runs elsewhere. */
  readonly host?: string;
  /** Resolves when the server has ended, wanted or not, if it can be known. */
  readonly exited: Promise<unknown>;
  /** The ids of its processes at this moment; absent if it runs elsewhere. */
  readonly processIds?: () => readonly number[];
  /** The benchmarks that answer a question. */
  benchmarks(question: SweepQuestion, options: StepOptions): BenchmarkBase[];
  /** Why it serves no longer, after requests to it failed; `undefined` if it does. */
  end(): Promise<string | undefined>;
}

/** Seconds until a server elsewhere is given up. */
const REMOTE_TIMEOUT = 30;

/** Starts a server, or makes sure that one elsewhere serves. */
export async function openSweepServer(
  subject: SweepSubject,
): Promise<SweepServer> {
  if (subject.kind === "remote") {
    return await openRemoteServer(subject.key, subject.address);
  }
  switch (subject.key) {
    case "floor":
      return await startFloorServer();
    case "rpc_threaded":
      return ofProcess(await startRpcServer("threaded", { port: 0 }));
    case "rpc_forking":
      return ofProcess(await startRpcServer("forking", { port: 0 }));
    case "http_threaded":
      return ofProcess(await startHttpServer({ port: 0 }));
  }
}

async function startFloorServer(): Promise<SweepServer> {
  const server = await TcpFloorServer.start();
  return ofProcess({
    key: "floor",
    protocol: "tcp",
    serverMode: "threaded",
    exited: server.exited,
    processIds: () => server.processIds(),
    connect: () => FloorConnection.openEcho(server),
    connectToTransfer: () => FloorConnection.open(server),
    ping: (connection) => connection.echo(),
    echo: (connection, data) => connection.exchange(data),
    upload: (connection, data) =>
      connection.upload({ kind: "keep", length: data.length }, data),
    download: (connection, size) => connection.download("keep", size),
    [Symbol.asyncDispose]: () => server.stop(),
  });
}

/** What of a server that was started the questions need. */
type StartedServer<Connection> =
  & AskedServer<Connection>
  & Pick<MeasuredServer<Connection>, "exited" | "processIds">
  & AsyncDisposable;

function ofProcess<Connection>(
  server: StartedServer<Connection>,
): SweepServer {
  const { exited, key, protocol, serverMode } = server;
  return {
    key,
    protocol,
    serverMode,
    exited,
    processIds: () => server.processIds(),
    benchmarks: (question, options) => benchmarksOf(server, question, options),
    async end() {
      const status = await endOf(server);
      return status &&
        `the server ended, with ${status.signal ?? `code ${status.code}`}`;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function openRemoteServer(
  key: string,
  { hostname, port, protocol }: RemoteAddress,
): Promise<SweepServer> {
  const host = `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
  const options = { timeout: REMOTE_TIMEOUT };
  return protocol === "rpc"
    ? ofRemote(key, host, rpcOperations({ hostname, port }, options))
    : ofRemote(key, host, httpOperations(`http://${host}`, options));
}

async function ofRemote<Connection>(
  key: string,
  host: string,
  operations: ServerOperations<Connection>,
): Promise<SweepServer> {
  const connectOnce = async () => {
    await closeConnections([await operations.connect()]);
  };
  await connectOnce();
  const server = { ...operations, key, serverMode: "external" };
  return {
    key,
    protocol: operations.protocol,
    serverMode: server.serverMode,
    host,
    // What happens to it there cannot be known from here.
    exited: new Promise(() => {}),
    benchmarks: (question, options) => benchmarksOf(server, question, options),
    async end() {
      try {
        await connectOnce();
        return undefined;
      } catch (error) {
        const reason = messageOf(error);
        return `${host} cannot be reached any more: ${reason}`;
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
