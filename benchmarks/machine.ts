import { availableParallelism, cpus } from "node:os";

/**
 * The machine and the runtime that a run took place on. Of what another program
 * measured and did not tell, texts are `"unknown"`, and numbers absent.
 */
export interface Machine {
  /** The version of Deno. */
  readonly deno: string;
  /** The version of its V8. */
  readonly v8: string;
  /** The operating system, its release and the processor's architecture. */
  readonly os: string;
  /** What the processor calls itself. */
  readonly cpu_model: string;
  /** How many cores this process may use. */
  readonly cpu_cores?: number;
  /** All of the machine's memory. */
  readonly memory_bytes?: number;
}

/** Describes this machine, as the result document has it; needs `--allow-sys`. */
export function describeMachine(): Machine {
  return {
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    os: `${Deno.build.os} ${Deno.osRelease()} ${Deno.build.arch}`,
    cpu_model: cpus()[0]?.model ?? "unknown",
    cpu_cores: availableParallelism(),
    memory_bytes: Deno.systemMemoryInfo().total,
  };
}
