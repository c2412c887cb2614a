/** What starts a program, and its arguments. */
export interface Start {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * How to start a Deno process that may use all processors. It would have those of
 * this one, which a test that runs in parallel keeps on one for a while.
 */
export function onAllProcessors(args: readonly string[]): Start {
  const program = Deno.execPath();
  if (!HAS_TASKSET) return { program, args };
  const online = Deno.readTextFileSync("/sys/devices/system/cpu/online").trim();
  return {
    program: "taskset",
    args: ["--cpu-list", online, program, ...args],
  };
}

/** Whether processes can be placed here, as on Linux. */
export const HAS_TASKSET: boolean = Deno.build.os === "linux" && hasTaskset();

function hasTaskset(): boolean {
  try {
    return new Deno.Command("taskset", { args: ["--version"], stdout: "null" })
      .outputSync().success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
