import {
  type Inspectable,
  type ProfileSettings,
  sumOfTables,
  ThisProcess,
} from "../../servers/mod.ts";
import { settleAll } from "../_settle_all.ts";
import { ProfiledRun } from "./profiled_run.ts";
import { ProfiledSide } from "./profiled_side.ts";

/** What to profile, and how closely; every option has a default. */
export interface ProfilingOptions {
  /** What results and files call it. Default `"profile"`. */
  readonly name?: string;
  /** The server, started with `inspectable: true`. Default: none is profiled. */
  readonly server?: Inspectable;
  /** What makes the calls. Default: this thread. */
  readonly client?: Inspectable;
  /** Seconds from one CPU sample to the next. Default 0.0005. */
  readonly cpuInterval?: number;
  /**
   * Bytes from one sampled allocation to the next, on average; 0 for no heap
   * profile. Default 128 KiB.
   */
  readonly heapInterval?: number;
  /** Seconds from one reading of the memory to the next. Default 0.1. */
  readonly memoryInterval?: number;
}

/**
 * Profiles the CPU time and the memory of client and server, from `start` to
 * `stop`.
 *
 * Of a server with a process per connection, those are profiled that run from
 * start to end. Workers have a profile of their own: they run a
 * {@linkcode ThisProcess} and answer questions, see {@linkcode OtherProcesses}.
 *
 * A profiled program is slower: at the default intervals, calls take some 20 per
 * cent longer, and more just after the start.
 *
 * @example See where the time of a call goes
 * ```ts
 * import { Profiling } from "@x/rpcbench/benchmarks";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ inspectable: true, port: 0 });
 * await using connection = await createRpcConnection(server);
 * await using profiling = await Profiling.start({ server });
 * await connection.root.compute(30_000_000);
 * const { server: profiled } = (await profiling.stop()).toJSON();
 * assertEquals(profiled?.cpu.by_self[0].name, "sumOfSquares");
 * ```
 */
export class Profiling implements AsyncDisposable {
  readonly #name: string;
  readonly #client: Inspectable;
  readonly #server: Inspectable | undefined;
  #run: Promise<ProfiledRun> | undefined;

  private constructor(
    { name = "profile", client = new ThisProcess(), server }: ProfilingOptions,
  ) {
    this.#name = name;
    this.#client = client;
    this.#server = server;
  }

  /**
   * Starts the profiles of both ends.
   *
   * @throws {RangeError} for an interval that is none.
   * @throws {Error} if the server was not started with `inspectable: true`, or
   * either end is being profiled already.
   * @throws {Deno.errors.NotCapable} without `--allow-sys`.
   */
  static async start(options: ProfilingOptions = {}): Promise<Profiling> {
    const settings = settingsOf(options);
    const profiling = new Profiling(options);
    await profiling.#server?.startProfile(settings);
    try {
      await profiling.#client.startProfile(settings);
    } catch (error) {
      await profiling.#server?.stopProfile();
      throw error;
    }
    return profiling;
  }

  /** Ends the profiles; called again, it gives the same. */
  stop(): Promise<ProfiledRun> {
    return this.#run ??= this.#finish();
  }

  /** Ends the profiles; rejects as `stop` does, unless that was called and has told already. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#run === undefined) await this.stop();
    else await Promise.allSettled([this.#run]);
  }

  async #finish(): Promise<ProfiledRun> {
    const client = profiled(this.#client);
    const server = this.#server && profiled(this.#server);
    // If one end has failed, the other is not to go on.
    await settleAll([client, ...server === undefined ? [] : [server]]);
    return new ProfiledRun(this.#name, await client, await server);
  }
}

function settingsOf(
  {
    cpuInterval = 0.0005,
    heapInterval = 128 * 1024,
    memoryInterval = 0.1,
  }: ProfilingOptions,
): ProfileSettings {
  // What V8 takes: whole microseconds, as a 32-bit number.
  requireBetween("cpuInterval", cpuInterval, 0.00005, 1, "seconds");
  requireBetween("memoryInterval", memoryInterval, 0.001, 3600, "seconds");
  requireBetween("heapInterval", heapInterval, 0, 2 ** 30, "bytes");
  return {
    cpuInterval,
    memoryInterval,
    ...heapInterval === 0 ? {} : { heapInterval },
  };
}

function requireBetween(
  name: string,
  value: number,
  least: number,
  most: number,
  unit: string,
): void {
  if (value >= least && value <= most) return;
  throw new RangeError(
    `${name} must be ${least} to ${most} ${unit}, got ${value}`,
  );
}

async function profiled(end: Inspectable): Promise<ProfiledSide> {
  const processes = await end.stopProfile();
  if (processes.length === 0) {
    throw new Error("no process was there from the profile's start to its end");
  }
  const states = await end.state();
  const tables = sumOfTables(states.map(({ tables }) => tables));
  return new ProfiledSide(processes, tables);
}
