import { settleAll } from "./_settle_all.ts";

/**
 * Makes a connection of whatever kind: a promise of it, established. One that is
 * disposable is disposed of when its benchmark is done with it.
 */
export type ConnectionFactory<Connection> = () => Promise<Connection>;

/** Closes connections, all at once, if they are of a kind that closes. */
export async function closeConnections(
  connections: Iterable<unknown>,
): Promise<void> {
  await settleAll(Array.from(connections, closeConnection));
}

async function closeConnection(connection: unknown): Promise<void> {
  if (isAsyncDisposable(connection)) await connection[Symbol.asyncDispose]();
  else if (isDisposable(connection)) connection[Symbol.dispose]();
}

function isAsyncDisposable(value: unknown): value is AsyncDisposable {
  return typeof value === "object" && value !== null &&
    Symbol.asyncDispose in value;
}

function isDisposable(value: unknown): value is Disposable {
  return typeof value === "object" && value !== null && Symbol.dispose in value;
}
