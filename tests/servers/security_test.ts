import { assert, assertEquals, assertRejects } from "@std/assert";
import { SecurityError } from "../../rpc/mod.ts";
import {
  createRpcConnection,
  createTestCredentials,
  RpcServer,
  type RpcServerMode,
} from "../../servers/mod.ts";
import { descendantsOf } from "./_process_tree.ts";
import { ServiceModule } from "./_service_module.ts";

const MODES: readonly RpcServerMode[] = ["threaded", "forking"];
const key = crypto.getRandomValues(new Uint8Array(32));
const AUTHENTICATED = { kind: "authenticated", key } as const;
const OTHER_KEY = { ...AUTHENTICATED, key: new Uint8Array(32) };
const { client, server: ENCRYPTED } = await createTestCredentials();
const strangers = await createTestCredentials();

for (const mode of MODES) {
  Deno.test(`rpc_${mode} answers who has its key, and nobody else`, async () => {
    await using server = await RpcServer.start({
      mode,
      port: 0,
      security: AUTHENTICATED,
    });
    const { port } = server;
    await using connection = await createRpcConnection({
      port,
      security: AUTHENTICATED,
    });
    assertEquals(await connection.root.ping(), "pong");
    for (const security of [OTHER_KEY, undefined, client]) {
      await assertRejects(
        () => createRpcConnection({ port, security }),
        SecurityError,
      );
    }
    assertEquals(await connection.root.ping(), "pong");
  });

  Deno.test(`rpc_${mode} answers by TLS who has a certificate, and nobody else`, async () => {
    await using server = await RpcServer.start({
      mode,
      port: 0,
      security: ENCRYPTED,
      clientSecurity: client,
    });
    const { port } = server;
    await using connection = await createRpcConnection({
      port,
      security: client,
    });
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    assertEquals(await connection.root.echo(bytes), bytes);
    const { authorities } = client;
    const stranger = { ...strangers.client, authorities };
    for (const security of [stranger, undefined, AUTHENTICATED]) {
      await assertRejects(
        () => createRpcConnection({ port, security }),
        SecurityError,
      );
    }
    assertEquals(await connection.root.ping(), "pong");
  });

  Deno.test(`rpc_${mode} keeps its secrets out of arguments and environments`, {
    // Where every program of the machine can read them.
    ignore: Deno.build.os !== "linux",
  }, async () => {
    for (const security of [AUTHENTICATED, ENCRYPTED]) {
      await using server = await RpcServer.start({ mode, port: 0, security });
      await using _connection = await createRpcConnection({
        port: server.port,
        security: security.kind === "encrypted" ? client : security,
      });
      const secret = security.kind === "encrypted"
        ? security.privateKey.split("\n")[1]
        : security.key.toBase64();
      const pids = [server.pid, ...await descendantsOf(server.pid)];
      assertEquals(pids.length, mode === "forking" ? 2 : 1);
      for (const pid of pids) {
        for (const file of ["cmdline", "environ"]) {
          const text = await Deno.readTextFile(`/proc/${pid}/${file}`);
          assert(text.length > 0);
          assert(!text.includes(secret), `${file} of a process has the secret`);
        }
      }
    }
  });

  Deno.test(`rpc_${mode} proves an encrypted service at its start, to who can`, async () => {
    await using module = await ServiceModule.write(
      "export default class { constructor() { throw new Error('no luck'); } }",
    );
    await assertRejects(
      () =>
        RpcServer.start({
          mode,
          port: 0,
          service: module.url,
          security: ENCRYPTED,
          clientSecurity: client,
        }),
      Error,
      "no luck",
    );
  });
}

Deno.test("a server is not started with what nobody would take", async () => {
  const expired = await createTestCredentials({ lifetime: -60 });
  await assertRejects(
    () => RpcServer.start({ port: 0, security: expired.server }),
    RangeError,
    "security.certificate expired on",
  );
  await assertRejects(
    () =>
      RpcServer.start({
        port: 0,
        security: { kind: "authenticated", key: new Uint8Array(15) },
      }),
    RangeError,
    "security.key has 15 bytes; it takes at least 16",
  );
});
