import {
  beginSection,
  endSection,
  enterSection,
  leaveSection,
  runInSection,
} from "./_program_sections.ts";

/**
 * Names parts of a program, so that a telemetry can tell how many round trips,
 * references and seconds each of them costs: see `RpcTelemetry.sections`.
 *
 * Sections may hold others; `"inner"` within `"outer"` counts as both
 * `"outer/inner"` and `"outer"`.
 *
 * @example Count the round trips of one step
 * ```ts
 * import { createProfiledConnection, mark } from "@x/rpcbench/telemetry";
 * import { type BenchmarkService, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using profiled = await createProfiledConnection<BenchmarkService>(server);
 * await mark.section("greet", async () => {
 *   await profiled.root.ping();
 *   await profiled.root.ping();
 * });
 * const [greet] = profiled.telemetry.sections();
 * assertEquals(greet.name, "greet");
 * assertEquals(greet.network_round_trips, 2);
 * ```
 */
export const mark: Marker = {
  section(name, run) {
    requireName(name);
    const section = beginSection(name);
    const end = () => endSection(section);
    let isLasting = false;
    try {
      return runInSection(section, () => {
        const result = run();
        if (isPromiseLike(result)) {
          isLasting = true;
          result.then(end, end);
        }
        return result;
      });
    } finally {
      if (!isLasting) end();
    }
  },
  start(name) {
    requireName(name);
    enterSection(name);
  },
  end(name) {
    if (leaveSection(name)) return;
    throw new Error(
      `mark.end(${JSON.stringify(name)}): no such section was started`,
    );
  },
};

/** Names parts of a program; there is one, {@linkcode mark}. */
export interface Marker {
  /**
   * Runs a function as a section, until the promise that it returns has settled,
   * if it returns one. What it calls until then belongs to the section, and
   * nothing that runs beside it does. Passes on what it returns or throws.
   *
   * @throws {TypeError} for an empty name.
   */
  section<Result>(name: string, run: () => Result): Result;
  /**
   * Begins a section, until {@linkcode Marker.end}. It holds all that the
   * program calls meanwhile; where several things run at once, use
   * {@linkcode Marker.section}.
   *
   * @throws {TypeError} for an empty name.
   */
  start(name: string): void;
  /**
   * Ends the section of this name that was started last.
   *
   * @throws {Error} if there is none.
   */
  end(name: string): void;
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  const isObject = typeof value === "object" || typeof value === "function";
  // What a remote call returns does not list what it has.
  return isObject && value !== null &&
    typeof Reflect.get(value, "then") === "function";
}

function requireName(name: string): void {
  if (name !== "") return;
  throw new TypeError(`name is ""; it takes the name of a section`);
}
