import {
  type ConnectionOptions,
  RpcConnection,
  type ServiceClass,
} from "../../rpc/mod.ts";
import { TCP, type TransportKind } from "./_transport_kinds.ts";

/** The two ends of one connection. */
export interface ConnectedPair<Service extends object> extends AsyncDisposable {
  /** The end that calls. */
  readonly client: RpcConnection<Service>;
  /** The end whose service answers. */
  readonly server: RpcConnection;
}

export interface PairOptions {
  readonly client?: ConnectionOptions;
  readonly server?: ConnectionOptions;
  readonly kind?: TransportKind;
}

/**
 * Connects two ends in this process, over a real socket. The client sees the
 * service as `Seen`.
 */
export async function connectedPair<
  Service extends object,
  Seen extends object = Service,
>(
  service: ServiceClass<Service>,
  { client: ofClient, server: ofServer, kind = TCP }: PairOptions = {},
): Promise<ConnectedPair<Seen>> {
  await using stack = new AsyncDisposableStack();
  const listening = stack.use(await kind.listen());
  const accepted = listening.accept();
  const connected = await kind.connect(listening.port);
  const [client, server] = await Promise.all([
    RpcConnection.open<Seen>(connected, ofClient),
    RpcConnection.open(await accepted, { ...ofServer, service }),
  ]);
  stack.defer(async () => {
    await Promise.all([client.close(), server.close()]);
  });
  const owned = stack.move();
  return {
    client,
    server,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
