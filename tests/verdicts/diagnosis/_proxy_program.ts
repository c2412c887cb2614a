/**
 * The program of a proxy that is slow, or full: bytes take so many milliseconds each
 * way, and it closes what connects beyond so many connections.
 */
const [target, delay, most] = Deno.args.map(Number);
const hostname = "127.0.0.1";
const listener = Deno.listen({ hostname, port: 0 });
console.log(listener.addr.port);

let open = 0;
for await (const client of listener) {
  if (open >= most) {
    client.close();
  } else {
    open++;
    const server = await Deno.connect({ hostname, port: target });
    client.setNoDelay(true);
    server.setNoDelay(true);
    Promise.all([relay(client, server), relay(server, client)])
      .finally(() => open--);
  }
}

/** Passes bytes on, each piece as late as the way is long. */
async function relay(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  const bytes = new Uint8Array(65536);
  try {
    for (;;) {
      const length = await from.read(bytes);
      if (length === null) break;
      const piece = bytes.slice(0, length);
      const due = new Promise((resolve) => setTimeout(resolve, delay));
      last = Promise.all([last, due]).then(() => to.write(piece));
    }
    await last;
  } catch {
    // One end has closed: so does the other.
  } finally {
    to.close();
  }
}
