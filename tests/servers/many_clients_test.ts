import { assertEquals } from "@std/assert";
import { createHttpSession, HttpServer, RpcServer } from "../../servers/mod.ts";
import { Connections } from "./_connections.ts";

const REQUESTS = 10;

for (
  const { mode, clients } of [
    { mode: "forking", clients: 128 },
    { mode: "threaded", clients: 1000 },
  ] as const
) {
  Deno.test(`rpc_${mode} answers ${clients} clients at once`, async () => {
    await using server = await RpcServer.start({ mode, port: 0 });
    await using connections = await Connections.open(server, clients);
    for (let i = 0; i < REQUESTS; i++) {
      let next = 0;
      const sent = Array.from({ length: clients }, (_, i) => i);
      const answers = await connections.map((root) => root.echo(next++));
      assertEquals(answers, sent);
    }
    const pids = new Set(await connections.map((root) => root.processId()));
    assertEquals(pids.size, mode === "forking" ? clients : 1);
  });
}

Deno.test("http_threaded answers 128 clients at once", async () => {
  await using server = await HttpServer.start({ port: 0 });
  const sessions = Array.from(
    { length: 128 },
    () => createHttpSession(server.url, { retries: 0 }),
  );
  for (let i = 0; i < REQUESTS; i++) {
    const answers = await Promise.all(sessions.map(async (session, i) => {
      return await (await session.post("/echo", `${i}`)).text();
    }));
    assertEquals(answers, sessions.map((_, i) => `${i}`));
  }
  for (const session of sessions) session.close();
});
