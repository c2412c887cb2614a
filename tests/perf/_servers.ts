import type {
  HttpServer,
  HttpSession,
  RpcServer,
  TcpFloorServer,
} from "../../servers/mod.ts";

/** The servers that run while lines are measured. */
export interface PerfServers {
  readonly floor: TcpFloorServer;
  readonly rpc: RpcServer;
  readonly http: HttpServer;
}

/** Asks the HTTP server for the least it serves. */
export async function ping(session: HttpSession): Promise<string> {
  return await (await session.get("/ping")).text();
}
