/**
 * A program to be profiled: it serves, calls itself three times, prints what it
 * was given, and then does what its first argument says.
 */
import { connect, RpcConnection, tcpTransport } from "../../../rpc/mod.ts";

class Service {
  ping(): string {
    return "pong";
  }
  hang(): Promise<void> {
    return new Promise(() => {});
  }
  refuse(): never {
    throw new RangeError("not here");
  }
}

const [ending] = Deno.args;
using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const accepted = listener.accept().then((socket) =>
  RpcConnection.open(tcpTransport(socket), { service: Service })
);
const { hostname, port } = listener.addr;
await using connection = await connect<Service>({ hostname, port });
await using _served = await accepted;
for (let i = 0; i < 3; i++) await connection.root.ping();
console.log(Deno.args.join(" "));

switch (ending) {
  case "throw":
    throw new Error("no way on");
  case "throw-later":
    setTimeout(() => {
      throw new Error("no way on");
    });
    break;
  case "be-refused":
    await connection.root.refuse();
    break;
  case "exit":
    Deno.exit(7);
    break;
  case "hang":
    console.error("hanging");
    await connection.root.hang();
    break;
  case "go-silent":
    console.error = () => {
      throw new Error("nothing may be printed");
    };
    await connection.root.ping();
    Deno.stderr.close();
    await connection.root.ping();
    break;
  case "busy":
    console.error("busy");
    for (;;);
  case "wind-up":
    Deno.addSignalListener("SIGTERM", () => {
      console.log("winding up");
      Deno.exit(5);
    });
    console.error("listening");
    await connection.root.hang();
    break;
  case "kill":
    Deno.kill(Deno.pid, "SIGKILL");
    break;
  case "read":
    console.log(await new Response(Deno.stdin.readable).text());
    break;
  case "permissions":
    for (const name of ["net", "env", "write", "run"] as const) {
      console.log(name, Deno.permissions.querySync({ name }).state);
    }
    break;
  case "leave": {
    const { pid } = new Deno.Command("sleep", {
      args: ["60"],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    console.log(pid);
    Deno.exit(0);
  }
}
