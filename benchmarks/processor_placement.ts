/** Which processes to keep apart. */
export interface PlacementOptions {
  /** The ids of the server's processes at this moment. */
  readonly serverProcesses: () => readonly number[];
}

/**
 * Keeps this process on one processor and a server's on the others, until
 * disposed of.
 *
 * A round trip between two processors costs several times what one within a
 * processor does, and the scheduler moves between the two as it likes. Without
 * this, it decides which of two servers looks faster.
 *
 * @example Measure a server from another processor
 * ```ts
 * import { ProcessorPlacement } from "@x/rpcbench/benchmarks";
 * import { RpcServer } from "@x/rpcbench/servers";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using placement = await ProcessorPlacement.separate({
 *   serverProcesses: () => server.processIds(),
 * });
 * if (!placement.separated) console.warn("latencies may jump");
 * ```
 */
export class ProcessorPlacement implements AsyncDisposable {
  /** Whether the processes are apart: on Linux, with two processors and `taskset`. */
  readonly separated: boolean;
  readonly #restore: () => Promise<void>;

  private constructor(separated: boolean, restore: () => Promise<void>) {
    this.separated = separated;
    this.#restore = restore;
  }

  /** Moves the processes; those that start later go with the one that starts them. */
  static async separate(
    { serverProcesses }: PlacementOptions,
  ): Promise<ProcessorPlacement> {
    const processors = await processorsOf(Deno.pid);
    if (processors.length < 2) {
      return new ProcessorPlacement(false, () => Promise.resolve());
    }
    const [own, ...others] = processors;
    const moved = await move([Deno.pid], [own]) &&
      await move(serverProcesses(), others);
    return new ProcessorPlacement(moved, async () => {
      await move([Deno.pid], processors);
      await move(serverProcesses(), processors);
    });
  }

  /** Lets the processes run everywhere again. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#restore();
  }
}

/** The processors that a process may use; none if that cannot be told. */
async function processorsOf(pid: number): Promise<number[]> {
  const answer = await taskset(["--cpu-list", "--pid", String(pid)]);
  const list = answer?.match(/: ([\d,-]+)\s*$/)?.[1] ?? "";
  return list === "" ? [] : list.split(",").flatMap((range) => {
    const [first, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/**
 * Moves processes; resolves with whether any has moved. Where one may move, all
 * may: one that does not has just ended.
 */
async function move(
  pids: readonly number[],
  processors: readonly number[],
): Promise<boolean> {
  const list = processors.join(",");
  const answers = await Promise.all(
    pids.map((pid) =>
      taskset(["--all-tasks", "--cpu-list", "--pid", list, String(pid)])
    ),
  );
  return answers.some((answer) => answer !== undefined);
}

/** What `taskset` says; nothing if it fails, as for a process that has ended. */
async function taskset(args: string[]): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  try {
    const command = new Deno.Command("taskset", { args, stderr: "null" });
    const { success, stdout } = await command.output();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
