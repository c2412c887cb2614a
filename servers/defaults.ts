/** Servers are reachable from this machine only, unless told otherwise. */
export const DEFAULT_HOSTNAME = "127.0.0.1";
/** Where RPC servers listen by default. */
export const DEFAULT_RPC_PORT = 18812;
/** Where HTTP servers listen by default. */
export const DEFAULT_HTTP_PORT = 5000;

/** Tells a person something that is no failure; standard output stays clean. */
export function printNotice(notice: string): void {
  console.error(notice);
}
