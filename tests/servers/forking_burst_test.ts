import { assertEquals, assertGreater } from "@std/assert";
import { createRpcConnection, RpcServer } from "../../servers/mod.ts";
import { assertEnded, childrenOf, pause } from "./_process_tree.ts";

const BURST = 48;

/** Opens connections that nobody waits for, and returns what becomes of them. */
function burst({ hostname, port }: RpcServer): Promise<unknown> {
  return Promise.allSettled(Array.from({ length: BURST }, async () => {
    await using _connection = await createRpcConnection({ hostname, port });
  }));
}

for (const seconds of [0.1, 0.4]) {
  Deno.test(`a supervisor killed ${seconds} s into a burst of connections leaves no process`, async () => {
    await using server = await RpcServer.start({ mode: "forking", port: 0 });
    const connections = burst(server);
    await pause(seconds);
    const children = await childrenOf(server.pid);
    assertGreater(children.length, 0);
    Deno.kill(server.pid, "SIGKILL");
    await assertEnded(children, 10);
    await connections;
  });

  Deno.test(`a forking server stopped ${seconds} s into a burst of connections leaves no process`, async () => {
    const server = await RpcServer.start({ mode: "forking", port: 0 });
    const connections = burst(server);
    await pause(seconds);
    const children = await childrenOf(server.pid);
    await server.stop();
    await assertEnded(children, 10);
    await connections;
  });
}

Deno.test("a forking server that is stopped while processes start says nothing of them", async () => {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `${import.meta.dirname}/_burst_client.ts`],
  });
  const { stderr } = await command.output();
  assertEquals(new TextDecoder().decode(stderr), "");
});
