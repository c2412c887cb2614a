import type { WatchdogAlert, WatchdogHook } from "../watchdog_alert.ts";

/**
 * Makes a hook that runs a command for each alert, without a shell. The command
 * gets the alert as JSON on stdin, and of it `RPCBENCH_WATCHDOG`, `RPCBENCH_EVENT`
 * and `RPCBENCH_MESSAGE` in its environment. What it prints to stderr goes to the
 * program's. It is killed if it takes longer than the watchdog's `hookTimeout`,
 * and the hook fails if it ends with another code than 0. It needs `--allow-run`.
 *
 * @throws {TypeError} if there is no command.
 *
 * @example Tell whoever is logged in
 * ```ts
 * import { commandHook } from "@x/rpcbench/monitoring";
 *
 * const hook = commandHook(["sh", "-c", 'wall "$RPCBENCH_MESSAGE"']);
 * ```
 */
export function commandHook(command: readonly string[]): WatchdogHook {
  const [program, ...args] = command;
  if (program === undefined || program === "") {
    throw new TypeError(
      "command is empty; it takes a program and its arguments",
    );
  }
  return async (alert, signal) => {
    const process = new Deno.Command(program, {
      args,
      env: {
        RPCBENCH_WATCHDOG: alert.watchdog,
        RPCBENCH_EVENT: alert.event,
        RPCBENCH_MESSAGE: alert.message,
      },
      stdin: "piped",
      stdout: "null",
      stderr: "inherit",
    }).spawn();
    const kill = () => {
      try {
        process.kill("SIGKILL");
      } catch {
        // It has ended, and only something that it left running has its stdin.
      }
    };
    signal.addEventListener("abort", kill, { once: true });
    try {
      await Promise.all([process.status, give(alert, process.stdin)]);
    } finally {
      signal.removeEventListener("abort", kill);
    }
    signal.throwIfAborted();
    const { code } = await process.status;
    if (code !== 0) throw new Error(`${program} ended with code ${code}`);
  };
}

async function give(
  alert: WatchdogAlert,
  stdin: WritableStream<Uint8Array>,
): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(`${JSON.stringify(alert)}\n`));
    await writer.close();
  } catch (error) {
    // A command need not read what it is told; its code says whether all is well.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
