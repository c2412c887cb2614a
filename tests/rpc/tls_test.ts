import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { once } from "node:events";
import { connect as connectSocket, createServer, type Socket } from "node:net";
import * as tls from "node:tls";
import {
  acceptTls,
  connect,
  type EncryptedSecurity,
  RpcConnection,
  SecurityError,
  tcpTransport,
} from "../../rpc/mod.ts";
import { createTestCredentials } from "../../servers/mod.ts";
import { EchoService } from "./_echo_service.ts";
import { hello } from "./_raw_peer.ts";
import { portOf } from "./_transport_kinds.ts";

const { client, server } = await createTestCredentials();
const strangers = await createTestCredentials();
const expired = await createTestCredentials({ lifetime: -60 });

/** Listens on a free port, and does with each connection what a test wants. */
async function listen(
  take: (socket: Socket) => void,
): Promise<{ port: number } & AsyncDisposable> {
  const listener = createServer({ pauseOnConnect: true }, take);
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    port: portOf(listener),
    async [Symbol.asyncDispose]() {
      listener.close();
      await once(listener, "close");
    },
  };
}

/** One end that accepts by TLS, and what became of the first that came. */
async function listenTls(
  security: EncryptedSecurity,
  timeout?: number,
): Promise<
  { port: number; accepted: Promise<RpcConnection> } & AsyncDisposable
> {
  const accepted = Promise.withResolvers<RpcConnection>();
  const listening = await listen((socket) => {
    accepted.resolve(
      acceptTls(socket, security, timeout).then((transport) =>
        RpcConnection.open(transport, { service: EchoService })
      ),
    );
  });
  // A test that cares looks at it later.
  accepted.promise.catch(() => {});
  return { ...listening, accepted: accepted.promise };
}

Deno.test("two ends whose certificates come from one authority understand each other", async () => {
  await using listening = await listenTls(server);
  const { port } = listening;
  await using connection = await connect<EchoService>({
    port,
    security: client,
  });
  await using _accepted = await listening.accepted;
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  assertEquals(await connection.root.echo(bytes), bytes);
});

Deno.test("nothing that is said by TLS can be read on the way", async () => {
  const secret = "the owl sleeps at noon";
  await using listening = await listenTls(server);
  let seen = "";
  await using proxy = await listen((socket) => {
    const onward = connectSocket(listening.port, "127.0.0.1");
    for (const end of [socket, onward]) {
      end.on("data", (bytes) => seen += bytes.toString("latin1"));
    }
    socket.pipe(onward).pipe(socket);
  });
  {
    await using connection = await connect<EchoService>({
      port: proxy.port,
      security: client,
    });
    assertEquals(await connection.root.echo(secret), secret);
  }
  await using _accepted = await listening.accepted;
  assertEquals(seen.includes("echo"), false);
  assertEquals(seen.includes(secret), false);
});

/** Connects, and tells how either end took it. */
async function failures(
  ofServer: EncryptedSecurity,
  ofClient: EncryptedSecurity | undefined,
): Promise<{ client: string; server: string }> {
  await using listening = await listenTls(ofServer);
  const { port } = listening;
  const [atClient, atServer] = await Promise.all([
    assertRejects(() => connect({ port, security: ofClient }), SecurityError),
    assertRejects(() => listening.accepted, Error),
  ]);
  return { client: atClient.message, server: atServer.message };
}

const UNTRUSTED =
  "has a certificate that has expired, or that no authority which this end trusts gave for this use";
const NOT_TAKEN =
  "closed the connection as soon as it saw this end's certificate";

Deno.test("a client with a certificate from elsewhere is turned away", async () => {
  const said = await failures(server, {
    ...strangers.client,
    authorities: client.authorities,
  });
  assertStringIncludes(said.server, UNTRUSTED);
  assertStringIncludes(said.client, NOT_TAKEN);
});

Deno.test("a server with a certificate from elsewhere is not talked to", async () => {
  const said = await failures(server, {
    ...client,
    authorities: strangers.client.authorities,
  });
  assertStringIncludes(said.client, UNTRUSTED);
  assertStringIncludes(said.server, "does not trust this end: ");
});

Deno.test("a certificate for servers is none for a client, nor one for clients for a server", async () => {
  const asClient = await failures(server, server);
  assertStringIncludes(asClient.server, UNTRUSTED);
  const asServer = await failures(client, client);
  assertStringIncludes(asServer.client, UNTRUSTED);
});

Deno.test("a server must have a certificate for the name that the client asks for", async () => {
  const elsewhere = { ...client, serverName: "elsewhere.example" };
  const { client: said } = await failures(server, elsewhere);
  assertStringIncludes(said, "has no certificate for elsewhere.example");
  assertStringIncludes(said, "but for DNS:localhost");
});

Deno.test("a client may ask for another name than the one that it connects to", async () => {
  await using listening = await listenTls(server);
  const { port } = listening;
  const security = { ...client, serverName: "localhost" };
  await using _connection = await connect({ port, security });
  await using _accepted = await listening.accepted;
});

Deno.test("a client without TLS is told, and so is a server that it connects to", async () => {
  const said = await failures(server, undefined);
  assertStringIncludes(said.client, "speaks TLS; this end does not");
  assertStringIncludes(said.server, "does not speak TLS; this end asks for it");
});

Deno.test("a server without TLS is told, and so is a client that asks for it", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const accepted = listener.accept().then((socket) =>
    RpcConnection.open(tcpTransport(socket))
  );
  await Promise.all([
    assertRejects(
      () => connect({ port, security: client }),
      SecurityError,
      "does not speak TLS; this end asks for it",
    ),
    assertRejects(() => accepted, SecurityError, "speaks TLS; this end does"),
  ]);
});

/** What a peer of `node:tls` shows that checks nothing itself. */
const lenient = (of: EncryptedSecurity) => ({
  cert: of.certificate,
  key: of.privateKey,
  rejectUnauthorized: false,
});

/** A client that is not ours connects to a server of ours, and says hello. */
async function turnedAway(options: tls.ConnectionOptions): Promise<string> {
  await using listening = await listenTls(server);
  const { port } = listening;
  const socket = tls.connect({ host: "127.0.0.1", port, ...options });
  const closed = new Promise((resolve) => socket.once("close", resolve));
  // How it fails at this end is not ours to say.
  socket.on("error", () => {});
  socket.write(hello());
  const error = await assertRejects(() => listening.accepted, SecurityError);
  await closed;
  return error.message;
}

Deno.test("a server turns away who has an expired certificate, none, or only TLS 1.2", async () => {
  // Ours would not even try with it, and knows no TLS 1.2.
  const { authorities } = expired.server;
  await using listening = await listenTls({ ...server, authorities });
  const { port } = listening;
  const socket = tls.connect({
    host: "127.0.0.1",
    port,
    ...lenient(expired.client),
  });
  socket.on("error", () => {});
  await assertRejects(
    () => listening.accepted,
    SecurityError,
    UNTRUSTED,
  );
  socket.destroy();
  assertStringIncludes(
    await turnedAway({ rejectUnauthorized: false }),
    "has no certificate; this end asks for one",
  );
  assertStringIncludes(
    await turnedAway({ ...lenient(client), maxVersion: "TLSv1.2" }),
    "does not speak TLS 1.3",
  );
});

/** A server that is not ours, and what a client of ours says of it. */
async function mistrusted(
  options: tls.TlsOptions,
  security: EncryptedSecurity,
): Promise<string> {
  const theirs = tls.createServer(options);
  theirs.listen(0, "127.0.0.1");
  await once(theirs, "listening");
  const port = portOf(theirs);
  const error = await assertRejects(
    () => connect({ port, security }),
    SecurityError,
  );
  theirs.close();
  await once(theirs, "close");
  return error.message;
}

Deno.test("a client trusts no expired certificate, and speaks no TLS 1.2", async () => {
  const { authorities } = expired.client;
  assertStringIncludes(
    await mistrusted(lenient(expired.server), { ...client, authorities }),
    UNTRUSTED,
  );
  assertStringIncludes(
    await mistrusted({ ...lenient(server), maxVersion: "TLSv1.2" }, client),
    "does not speak TLS 1.3",
  );
});

Deno.test("peers that stay silent when they should shake hands are given up in time", async () => {
  await using silent = await listen((socket) => {
    socket.on("error", () => {});
    socket.resume();
  });
  await assertRejects(
    () => connect({ port: silent.port, security: client, connectTimeout: 0.1 }),
    SecurityError,
    "did not answer by TLS within 0.1 s",
  );
  await using listening = await listenTls(server, 0.1);
  using _quiet = await Deno.connect({ port: listening.port });
  await assertRejects(() => listening.accepted, SecurityError, "timeout");
});

const USELESS: Record<string, [EncryptedSecurity, string]> = {
  "an expired certificate": [expired.client, "security.certificate expired on"],
  "the private key of another certificate": [
    { ...client, privateKey: server.privateKey },
    "security.privateKey does not belong to security.certificate",
  ],
  "a certificate that is none": [
    { ...client, certificate: "none" },
    "security.certificate is no certificate in PEM",
  ],
  "a private key that is none": [
    { ...client, privateKey: "none" },
    "security.privateKey is no private key in PEM",
  ],
  "authorities that are none": [
    { ...client, authorities: "" },
    "security.authorities is no certificate in PEM",
  ],
};

for (const [name, [security, message]] of Object.entries(USELESS)) {
  Deno.test(`${name} is a RangeError before anything is sent`, async () => {
    // Nobody listens there: to connect would be another error.
    await assertRejects(
      () => connect({ port: 1, security }),
      RangeError,
      message,
    );
  });
}
