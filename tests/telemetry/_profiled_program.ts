import { RpcConnection, tcpTransport } from "../../rpc/mod.ts";
import { RpcTelemetry } from "../../telemetry/mod.ts";
import { ShopService } from "./_shop_service.ts";

if (import.meta.main) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  console.log(listener.addr.port);
  // The test holds the other end: when that goes, by any means, so does this.
  Deno.stdin.readable.pipeTo(new WritableStream()).then(() => Deno.exit());
  for await (const socket of listener) {
    const transport = tcpTransport(socket);
    const options = { service: ShopService };
    const connection = await RpcConnection.open(transport, options);
    connection.observe(new RpcTelemetry());
  }
}
