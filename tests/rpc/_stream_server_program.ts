import { RpcConnection, tcpTransport } from "../../rpc/mod.ts";
import { StreamService } from "./_stream_service.ts";

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
console.log(listener.addr.port);
// The test holds the other end: when that goes, by any means, so does this.
Deno.stdin.readable.pipeTo(new WritableStream()).then(() => Deno.exit());
for await (const socket of listener) {
  await RpcConnection.open(tcpTransport(socket), { service: StreamService });
}
