import type { ActivityResult } from "./activity.ts";
import type { ProfileResult } from "./profile_result.ts";
import type { ProfiledSide } from "./profiled_side.ts";

/** What the processes of both ends did at a time. */
export interface ActivityOfSides {
  /** What makes the calls. */
  readonly client: readonly ActivityResult[];
  /** What answers them; empty if it was not profiled. */
  readonly server: readonly ActivityResult[];
}

/** What client and server did while they were profiled. */
export class ProfiledRun {
  /** What results and files call it. */
  readonly name: string;
  /** What made the calls. */
  readonly client: ProfiledSide;
  /** What answered them; absent if it was not profiled. */
  readonly server: ProfiledSide | undefined;

  /** From what both ends did. */
  constructor(name: string, client: ProfiledSide, server?: ProfiledSide) {
    this.name = name;
    this.client = client;
    this.server = server;
  }

  /**
   * What both ends did between two moments, by `performance.now()` of the
   * client's first process, in milliseconds. They may be wrong by as much as
   * `clock_accuracy` of the result says, and by the interval of the samples.
   *
   * @example What was the server doing?
   * ```ts
   * import { Profiling } from "@x/rpcbench/benchmarks";
   * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
   * import { assertEquals } from "@std/assert";
   *
   * await using server = await RpcServer.start({ inspectable: true, port: 0 });
   * await using connection = await createRpcConnection(server);
   * await using profiling = await Profiling.start({ server });
   * const begin = performance.now();
   * await connection.root.compute(30_000_000);
   * const end = performance.now();
   * const run = await profiling.stop();
   * const [activity] = run.activityBetween(begin, end).server;
   * assertEquals(activity.mostly, "running");
   * assertEquals(activity.function?.name, "sumOfSquares");
   * ```
   */
  activityBetween(begin: number, end: number): ActivityOfSides {
    const { origin } = this.client.processes[0].clock;
    const [from, to] = [origin + begin / 1000, origin + end / 1000];
    return {
      client: this.client.activityBetween(from, to),
      server: this.server?.activityBetween(from, to) ?? [],
    };
  }

  /**
   * Writes the profiles into a folder, which is made if need be, as files that
   * Chrome's developer tools open. Gives their names; so does the result from
   * then on.
   */
  async writeFiles(folder: string): Promise<readonly string[]> {
    await Deno.mkdir(folder, { recursive: true });
    const name = this.name.replaceAll(/[^\w.-]+/g, "_");
    return [
      ...await this.client.writeFiles(folder, `${name}.client`),
      ...await this.server?.writeFiles(folder, `${name}.server`) ?? [],
    ];
  }

  /** The result, for a document and for reports. */
  toJSON(): ProfileResult {
    return {
      name: this.name,
      client: this.client.toJSON(),
      ...this.server === undefined ? {} : { server: this.server.toJSON() },
    };
  }
}
