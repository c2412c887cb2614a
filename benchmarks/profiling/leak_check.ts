import {
  type Inspectable,
  type ProcessState,
  sumOfTables,
  type TableSizes,
} from "../../servers/mod.ts";
import { median } from "../statistics.ts";
import type {
  LeakCheckFindings,
  LeakCheckResult,
  LeakCheckSide,
} from "./leak_check_result.ts";

/** Bytes by which a healthy process may grow from one iteration to the next. */
const MOST_GROWTH = 64 * 1024;
/** The last so many growths are judged: two chance ones do not move their median. */
const JUDGED_GROWTHS = 5;
/** So many readings make a verdict. */
export const LEAST_READINGS = JUDGED_GROWTHS + 1;
/** How long what was under way may take to end, in milliseconds. */
const SETTLE_TIMEOUT = 500;
/** How often it is looked whether it has. */
const SETTLE_INTERVAL = 10;

/** The two ends of what is checked. */
export interface LeakCheckSides {
  /** What makes the calls. */
  readonly client: Inspectable;
  /** What answers them. */
  readonly server: Inspectable;
}

/** How strict a {@linkcode LeakCheck} is. */
export interface LeakCheckOptions {
  /**
   * Bytes on V8's heap and beside it by which a process may grow from one
   * iteration to the next; 64 KiB by default. Healthy ones that have warmed up
   * grow by 0 to 40 KiB, as V8 remembers more of how they run.
   */
  readonly mostGrowth?: number;
}

/**
 * Finds out whether client or server keep what they should let go of.
 *
 * After each of at least six iterations of the same work, all garbage is
 * collected and the memory read. It passes if
 *
 * - no call is in flight or queued any more, and no ordering key is kept,
 * - there are no more connections, references held or lent than after the first
 *   iteration,
 * - no process grew by more than `mostGrowth`, by the median of its last five
 *   growths from one iteration to the next: a leak grows each time, by chance it
 *   jumps once.
 *
 * So a leak is seen if one iteration's share of it is larger than `mostGrowth`:
 * of a kilobyte a call, by 100 calls an iteration. What the work itself keeps on
 * purpose, such as samples, looks the same.
 */
export class LeakCheck {
  readonly #sides: LeakCheckSides;
  readonly #mostGrowth: number;
  readonly #client: (readonly ProcessState[])[] = [];
  readonly #server: (readonly ProcessState[])[] = [];

  /** Begins with no reading. */
  constructor(
    sides: LeakCheckSides,
    { mostGrowth = MOST_GROWTH }: LeakCheckOptions = {},
  ) {
    this.#sides = sides;
    this.#mostGrowth = mostGrowth;
  }

  /** Reads what both ends hold: to be called after each iteration, when its work is done. */
  async read(): Promise<void> {
    const [client, server] = await this.#settled();
    this.#client.push(client);
    this.#server.push(server);
  }

  /**
   * The verdict.
   *
   * @throws {RangeError} after fewer than six readings.
   */
  result(): LeakCheckResult {
    const readings = this.#client.length;
    if (readings < LEAST_READINGS) {
      throw new RangeError(
        `a leak check takes ${LEAST_READINGS} readings or more, got ${readings}`,
      );
    }
    const findings: LeakCheckFindings = {
      iterations: readings,
      most_growth: this.#mostGrowth,
      client: sideOf(this.#client),
      server: sideOf(this.#server),
    };
    const reasons = [
      ...this.#reasons("client", findings.client, this.#client[0]),
      ...this.#reasons("server", findings.server, this.#server[0]),
    ];
    return reasons.length === 0
      ? { passed: true, ...findings }
      : { passed: false, reasons, ...findings };
  }

  /** What both ends hold once they have finished, or not done so in time. */
  async #settled(): Promise<
    [readonly ProcessState[], readonly ProcessState[]]
  > {
    const giveUp = performance.now() + SETTLE_TIMEOUT;
    // What was forgotten is given back when it is collected, and that takes its time.
    let states = await this.#states(true);
    while (!this.#isSettled(states) && performance.now() < giveUp) {
      await new Promise((resolve) => setTimeout(resolve, SETTLE_INTERVAL));
      states = await this.#states(false);
    }
    return await this.#states(true);
  }

  #states(
    collectGarbage: boolean,
  ): Promise<[readonly ProcessState[], readonly ProcessState[]]> {
    const { client, server } = this.#sides;
    return Promise.all([
      client.state({ collectGarbage }),
      server.state({ collectGarbage }),
    ]);
  }

  #isSettled(
    [client, server]: readonly (readonly ProcessState[])[],
  ): boolean {
    return [
      ...tableReasons("client", tablesOf(client), this.#client[0]),
      ...tableReasons("server", tablesOf(server), this.#server[0]),
    ].length === 0;
  }

  #reasons(
    name: string,
    { growth, tables }: LeakCheckSide,
    first: readonly ProcessState[],
  ): string[] {
    return [
      ...tableReasons(name, tables, first),
      ...growth > this.#mostGrowth
        ? [
          `the ${name} grows by ${
            kibibytes(growth)
          } with each iteration, and may by ${kibibytes(this.#mostGrowth)}`,
        ]
        : [],
    ];
  }
}

/** Those of a side's processes count that were there all the time. */
function sideOf(readings: readonly (readonly ProcessState[])[]): LeakCheckSide {
  const last = readings[readings.length - 1];
  const series = last
    .map(({ pid }) =>
      readings.flatMap((states) =>
        states.filter((state) => state.pid === pid).map(heldBytes)
      )
    )
    .filter(({ length }) => length === readings.length);
  return {
    growth: Math.max(0, ...series.map(medianGrowth)),
    memory: readings.map((_, i) =>
      series.reduce((sum, bytes) => sum + bytes[i], 0)
    ),
    tables: tablesOf(last),
  };
}

function heldBytes({ memory }: ProcessState): number {
  return memory.heap_used + memory.external;
}

function medianGrowth(bytes: readonly number[]): number {
  const growths = bytes.slice(1).map((held, i) => held - bytes[i]);
  return median(growths.slice(-JUDGED_GROWTHS));
}

function tablesOf(states: readonly ProcessState[]): TableSizes {
  return sumOfTables(states.map(({ tables }) => tables));
}

/** Of what there must be nothing in the end. */
const EMPTIED: readonly [keyof TableSizes, string][] = [
  ["calls_in_flight", "calls in flight"],
  ["calls_queued", "calls queued"],
  ["ordering_keys", "ordering keys"],
];
/** Of what there must not be more than after the first iteration. */
const KEPT: readonly [keyof TableSizes, string][] = [
  ["connections", "connections"],
  ["references_held", "references held of the other end"],
  ["references_lent", "references lent to the other end"],
];

function tableReasons(
  name: string,
  tables: TableSizes,
  first: readonly ProcessState[] | undefined,
): string[] {
  const before = first === undefined ? tables : tablesOf(first);
  const reason = (key: keyof TableSizes, what: string, most: number) =>
    tables[key] > most
      ? [`the ${name} still has ${tables[key]} ${what}, and may have ${most}`]
      : [];
  return [
    ...EMPTIED.flatMap(([key, what]) => reason(key, what, 0)),
    ...KEPT.flatMap(([key, what]) => reason(key, what, before[key])),
  ];
}

function kibibytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} KiB`;
}
