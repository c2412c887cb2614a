/**
 * How a server's subprocess and the process that started it talk: JSON with a
 * mark before it, at the end of a line of the subprocess's standard output, and
 * the end of its standard input.
 */

/** What a subprocess tells the process that started it. */
export type ProcessMessage =
  /** It listens; connections go through. */
  | { readonly kind: "ready"; readonly port: number }
  /** It cannot serve, and why. */
  | { readonly kind: "failed"; readonly reason: string }
  /** It started a process of its own, for one connection. */
  | { readonly kind: "spawned"; readonly pid: number }
  /** That process has ended. */
  | { readonly kind: "ended"; readonly pid: number };

/** Tells these lines from what a service prints by itself. */
const MARK = "\u0001rpcbench ";

/** Tells the process that started this one. */
export function tellParent(message: ProcessMessage): void {
  console.log(MARK + JSON.stringify(message));
}

/** A line of a subprocess's output: what was printed, and the message that it ends with. */
export interface OutputLine {
  readonly printed: string;
  readonly message?: ProcessMessage;
}

/** Reads a line; a service may have printed its beginning without ending it. */
export function parseLine(line: string): OutputLine {
  const begin = line.indexOf(MARK);
  if (begin === -1) return { printed: line };
  return {
    printed: line.slice(0, begin),
    message: JSON.parse(line.slice(begin + MARK.length)),
  };
}

/** How long a process has to clean up after its parent is gone, in milliseconds. */
const GRACE = 500;

/**
 * Ends this process when the one that started it closes its standard input,
 * which the operating system does for a parent that dies, however it dies.
 *
 * A worker watches, so that a service that never yields ends too. `cleanUp` may
 * take half a second; then the process ends without it.
 */
export function endWithParent(
  cleanUp: () => void | Promise<void> = () => {},
): void {
  const watcher = new Worker(
    `data:application/javascript,${encodeURIComponent(WATCH_STANDARD_INPUT)}`,
    { type: "module" },
  );
  watcher.onmessage = async () => {
    await cleanUp();
    Deno.exit(0);
  };
}

/** In a URL of its own, since a file would need the permission to be read. */
const WATCH_STANDARD_INPUT = `
  import process from "node:process";
  const bytes = new Uint8Array(64);
  while (await Deno.stdin.read(bytes) !== null);
  postMessage("the parent is gone");
  // Deno.exit would end only this worker.
  setTimeout(() => process.kill(process.pid, "SIGKILL"), ${GRACE});
`;
