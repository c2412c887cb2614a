/** How a socket is opened. */
export interface SocketOptions {
  /** Certificates to trust beside the system's, for `https:`; each as PEM. */
  readonly caCerts?: readonly string[];
  /** Gives up connecting, with the signal's reason, when it aborts. */
  readonly signal?: AbortSignal;
}

/** Connects to the server of an `http:` or `https:` URL; with TLS, hands are shaken. */
export async function openSocket(
  { protocol, hostname, port }: URL,
  { caCerts = [], signal }: SocketOptions,
): Promise<Deno.Conn> {
  const secure = protocol === "https:";
  // In a URL, an IPv6 address is in brackets.
  const host = hostname.replace(/^\[|\]$/g, "");
  const address = {
    hostname: host,
    port: port === "" ? secure ? 443 : 80 : Number(port),
  };
  signal?.throwIfAborted();
  try {
    const tcp = await Deno.connect({ ...address, signal });
    tcp.setNoDelay(true);
    if (!secure) return tcp;
    return await startTls(tcp, host, caCerts, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

async function startTls(
  tcp: Deno.TcpConn,
  hostname: string,
  caCerts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Deno.TlsConn> {
  const tls = await Deno.startTls(tcp, {
    hostname,
    caCerts: [...caCerts],
    alpnProtocols: ["http/1.1"],
  });
  // Deno ends the handshake then, though not the connection below it before the
  // server does.
  const giveUp = () => tls.close();
  signal?.addEventListener("abort", giveUp, { once: true });
  try {
    await tls.handshake();
    return tls;
  } catch (error) {
    if (!signal?.aborted) tls.close();
    throw error;
  } finally {
    signal?.removeEventListener("abort", giveUp);
  }
}
