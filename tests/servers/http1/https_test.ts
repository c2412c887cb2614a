import { assert, assertEquals, assertRejects } from "@std/assert";
import { ConnectionLostError, ProtocolError } from "../../../rpc/mod.ts";
import {
  createTestCredentials,
  HttpConnection,
  PreparedRequest,
  type TestCredentialsOptions,
} from "../../../servers/mod.ts";
import { type ScriptedPeer, ScriptedServer } from "./_scripted_server.ts";

/** A TLS server with certificates of its own, and what its clients may trust. */
async function secureServer(
  script: (peer: ScriptedPeer) => Promise<void>,
  options?: TestCredentialsOptions,
) {
  const { server, client } = await createTestCredentials(options);
  const tls = { cert: server.certificate, key: server.privateKey };
  return {
    server: new ScriptedServer(script, tls),
    caCerts: [client.authorities],
  };
}

/** For servers with which no client comes to terms. */
async function hearNothing(peer: ScriptedPeer): Promise<void> {
  // That the handshake failed is for the client to tell.
  await Promise.allSettled([peer.end()]);
}

Deno.test("a connection speaks TLS to an https: server that it trusts", async () => {
  const { server, caCerts } = await secureServer(async (peer) => {
    await peer.requests(1);
    await peer.send(`HTTP/1.1 200 OK\r\ncontent-length: 300000\r\n\r\n`);
    await peer.send("a".repeat(300_000));
    await peer.requests(3);
    await peer.send("HTTP/1.1 204 No Content\r\n\r\n".repeat(2));
  });
  await using _server = server;
  await using connection = await HttpConnection.open(server.url, { caCerts });
  const request = new PreparedRequest(server.url);
  const kept = await connection.sendAndKeep(request);
  assert(kept.body.every((byte) => byte === 97));
  assertEquals(kept.bodyLength, 300_000);
  const answers = [connection.send(request), connection.send(request)];
  assertEquals(
    (await Promise.all(answers)).map(({ status }) => status),
    [204, 204],
  );
  await assertRejects(() => connection.send(request), ConnectionLostError);
});

Deno.test("no connection is made to an https: server that cannot be trusted", async () => {
  for (
    const { options, trusted, reason } of [
      { options: {}, trusted: false, reason: "UnknownIssuer" },
      { options: { lifetime: -60 }, trusted: true, reason: "expired" },
      {
        options: { hostnames: ["elsewhere.test"] },
        trusted: true,
        reason: "not valid for name",
      },
    ]
  ) {
    const { server, caCerts } = await secureServer(hearNothing, options);
    await using _server = server;
    await assertRejects(
      () =>
        HttpConnection.open(server.url, { caCerts: trusted ? caCerts : [] }),
      Deno.errors.InvalidData,
      reason,
    );
  }
});

Deno.test("https: to a server without TLS fails, and so does http: to one with it", async () => {
  await using plain = new ScriptedServer(async (peer) => {
    await peer.send("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
    await peer.end();
  });
  const secure = plain.url.replace("http:", "https:");
  await assertRejects(
    () => HttpConnection.open(secure),
    Deno.errors.InvalidData,
  );

  const { server } = await secureServer(hearNothing);
  await using _server = server;
  const url = server.url.replace("https:", "http:");
  await using connection = await HttpConnection.open(url);
  const error = await assertRejects(() =>
    connection.send(new PreparedRequest(url))
  );
  // Some servers send a TLS alert before they close.
  assert(
    error instanceof ConnectionLostError || error instanceof ProtocolError,
  );
});
