import { assertEquals } from "@std/assert";

/** Below this, a wait is a loop; above, a test that hangs for no reason. */
const POLL_INTERVAL = 20;

/** One process, as far as a tree needs it. */
interface Process {
  readonly parent: number;
  /** Whether it has ended and only waits for its parent to notice. */
  readonly zombie: boolean;
}

/** The ids of the processes that `pid` has started and that still run. */
export async function childrenOf(pid: number): Promise<number[]> {
  const children: number[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const process = await readProcess(Number(name));
    if (process?.parent === pid && !process.zombie) children.push(Number(name));
  }
  return children;
}

/** The ids of all running processes below `pid`, without it. */
export async function descendantsOf(pid: number): Promise<number[]> {
  const children = await childrenOf(pid);
  const below = await Promise.all(children.map(descendantsOf));
  return [...children, ...below.flat()];
}

/** Which of the processes still run. */
export async function stillRunning(pids: readonly number[]): Promise<number[]> {
  const processes = await Promise.all(pids.map(readProcess));
  return pids.filter((_, i) => processes[i]?.zombie === false);
}

/** Fails if one of the processes still runs after `seconds`. */
export async function assertEnded(
  pids: readonly number[],
  seconds: number,
): Promise<void> {
  const inTime = await eventually(
    async () => (await stillRunning(pids)).length === 0,
    seconds,
  );
  if (!inTime) {
    assertEquals(await commandsOf(await stillRunning(pids)), [], "still run");
  }
}

/** Whether `holds` becomes true within `seconds`. */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  seconds: number,
): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  while (!await holds()) {
    if (performance.now() > end) return false;
    await pause(POLL_INTERVAL / 1000);
  }
  return true;
}

/** How many sockets a process has open, those of its channels included. */
export async function socketsOf(pid: number): Promise<number> {
  let sockets = 0;
  for await (const { name } of Deno.readDir(`/proc/${pid}/fd`)) {
    try {
      const target = await Deno.readLink(`/proc/${pid}/fd/${name}`);
      if (target.startsWith("socket:")) sockets++;
    } catch (error) {
      // It was closed in the meantime.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return sockets;
}

/** Waits. */
export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

function commandsOf(pids: readonly number[]): Promise<string[]> {
  return Promise.all(pids.map(async (pid) => {
    const command = await readIfThere(`/proc/${pid}/cmdline`);
    return `${pid} ${command?.replaceAll("\0", " ")}`;
  }));
}

async function readProcess(pid: number): Promise<Process | undefined> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name, which may hold spaces and brackets.
  const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { parent: Number(parent), zombie: state === "Z" || state === "X" };
}

/** The text of a file below `/proc`; `undefined` if its process has ended. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    // A process that ends while it is read has no class of error of its own.
    const gone = error instanceof Deno.errors.NotFound ||
      error instanceof Error && error.message.includes("(os error 3)");
    if (gone) return undefined;
    throw error;
  }
}
