import type { EventLoopWatches } from "../servers/mod.ts";
import {
  OwnEventLoopMeter,
  ServerEventLoopMeter,
} from "./_event_loop_meters.ts";
import type { EventLoopUsage } from "./event_loop_usage.ts";
import { MachineMeter, type MachineUsage } from "./_machine_meter.ts";
import {
  OwnProcessMeter,
  ProcessesMeter,
  type ProcessUsage,
} from "./_process_meters.ts";
import { withoutUndefined } from "./_without_undefined.ts";

export type { MachineUsage, ProcessUsage };

/** What a run used, as the result document has it. */
export interface ResourceUsage {
  /** Per cent of all cores busy; absent if the run was too short for the system's clock. */
  readonly cpu_usage?: MachineUsage;
  /** Per cent of the machine's memory in use. */
  readonly memory_usage: MachineUsage;
  /** Absent if no server processes were asked for. */
  readonly server_process?: ProcessUsage;
  /** This process. */
  readonly client_process: ProcessUsage;
}

/** What a {@linkcode ResourceSampler} looks at, and how often. */
export interface ResourceSamplerOptions {
  /** Seconds from one sampling to the next; 0.1 by default. */
  readonly interval?: number;
  /** The server's processes at this moment: asked at each sampling, since they come and go. */
  readonly serverProcesses?: () => readonly number[];
  /**
   * Whether to watch this thread's event loop, and so to wake it each 10 ms.
   * Default `false`.
   */
  readonly ownEventLoop?: boolean;
  /** Begins to watch the server's event loops. Default: they are not watched. */
  readonly serverEventLoops?: () => Promise<EventLoopWatches>;
}

const DEFAULT_INTERVAL = 0.1;

/**
 * Samples what the machine, a server's processes and this process use, until it is stopped or
 * disposed of.
 *
 * A process that is there at the start counts only what it uses from then on; one that comes later
 * counts in full, and one that ends counts what it had used when last seen. This process's CPU time
 * is exact; that of others comes in the steps of the system's clock, 0.01 s on Linux.
 *
 * @example
 * ```ts
 * import { ResourceSampler } from "@x/rpcbench/benchmarks";
 *
 * const child = new Deno.Command(Deno.execPath(), { args: ["eval", "while (true);"] }).spawn();
 * await using sampler = await ResourceSampler.start({ serverProcesses: () => [child.pid] });
 * await new Promise((resolve) => setTimeout(resolve, 500));
 * console.log((await sampler.stop()).server_process?.cpu_seconds);
 * child.kill();
 * await child.status;
 * ```
 */
export class ResourceSampler implements AsyncDisposable {
  readonly #interval: number;
  readonly #machine = new MachineMeter();
  readonly #client = new OwnProcessMeter();
  readonly #server: ProcessesMeter | undefined;
  readonly #serverEventLoops: ServerEventLoopMeter | undefined;
  #ownEventLoop: OwnEventLoopMeter | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sampling: Promise<void> = Promise.resolve();
  #usage: Promise<ResourceUsage> | undefined;

  private constructor(
    interval: number,
    serverProcesses: (() => readonly number[]) | undefined,
    serverEventLoops: ServerEventLoopMeter | undefined,
  ) {
    this.#interval = interval;
    this.#server = serverProcesses && new ProcessesMeter(serverProcesses);
    this.#serverEventLoops = serverEventLoops;
  }

  /**
   * Takes the first sample and starts the clock.
   *
   * @throws {RangeError} If `interval` is not a finite number above 0.
   * @throws {Deno.errors.NotCapable} Without `--allow-sys`; with `serverProcesses`, on Linux without
   * `--allow-all`, elsewhere without `--allow-run`.
   */
  static async start(
    options: ResourceSamplerOptions = {},
  ): Promise<ResourceSampler> {
    const {
      interval = DEFAULT_INTERVAL,
      ownEventLoop = false,
      serverEventLoops,
      serverProcesses,
    } = options;
    if (!(interval > 0 && interval < Infinity)) {
      throw new RangeError(
        `interval must be a finite number of seconds above 0, got ${interval}`,
      );
    }
    const eventLoops = serverEventLoops &&
      await ServerEventLoopMeter.start(serverEventLoops);
    const sampler = new ResourceSampler(
      interval,
      serverProcesses,
      eventLoops,
    );
    await sampler.#server?.read();
    if (ownEventLoop) sampler.#ownEventLoop = new OwnEventLoopMeter();
    sampler.#schedule();
    return sampler;
  }

  /**
   * Takes the last sample and ends the sampling; called again, it gives the same figures.
   *
   * Rejects with what went wrong if a sampling failed.
   */
  stop(): Promise<ResourceUsage> {
    return this.#usage ??= this.#finish();
  }

  /** Ends the sampling; it rejects as `stop` does, unless `stop` was called and has told already. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#usage === undefined) await this.stop();
    else await Promise.allSettled([this.#usage]);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#sampling = this.#sample();
      // A failure stays in #sampling for stop() to tell, and ends the sampling.
      this.#sampling.then(() => {
        if (this.#usage === undefined) this.#schedule();
      }, () => {});
    }, this.#interval * 1000);
  }

  async #finish(): Promise<ResourceUsage> {
    clearTimeout(this.#timer);
    // Both end now, whatever becomes of the rest.
    const own = this.#ownEventLoop?.stop();
    const ofServer = this.#serverEventLoops?.stop();
    await this.#sampling;
    await this.#sample();
    const server = this.#server?.usage;
    return {
      cpu_usage: this.#machine.cpu,
      memory_usage: this.#machine.memory,
      server_process: server && withEventLoop(server, await ofServer),
      client_process: withEventLoop(this.#client.usage, own),
    };
  }

  async #sample(): Promise<void> {
    this.#machine.read();
    this.#client.read();
    await this.#server?.read();
  }
}

function withEventLoop(
  usage: ProcessUsage,
  event_loop: EventLoopUsage | undefined,
): ProcessUsage {
  return withoutUndefined({ ...usage, event_loop });
}
