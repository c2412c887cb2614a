import { formatCount, formatDuration } from "../units/units.ts";
import { callForest, type CallNode } from "./_call_forest.ts";
import { callTitle } from "./_call_title.ts";
import { epochSeconds } from "./_clock.ts";
import { counted } from "../units/counted.ts";
import { foldCalls, type Folded } from "./_folded_calls.ts";
import type { RpcTelemetry } from "./rpc_telemetry.ts";

/** How a timeline looks. */
export interface TimelineOptions {
  /** Characters in a line. Default 80, at least 60. */
  readonly width?: number;
}

/** As many lines as people read. */
const MOST_ROWS = 50;
/** Characters for a name. */
const NAME_WIDTH = 20;
/** Characters for a duration and the number of calls. */
const FIGURE_WIDTH = 18;
/** Characters around those. */
const FRAME_WIDTH = 6;
const LEAST_WIDTH = 60;

/**
 * When the latest calls happened: the lines of the call tree, up to 50, with `█`
 * where a call was under way.
 *
 * @throws {RangeError} for a width below 60.
 *
 * @example Print when calls happened
 * ```ts
 * import { createProfiledConnection, formatTimeline } from "@x/rpcbench/telemetry";
 * import { type BenchmarkService, RpcServer } from "@x/rpcbench/servers";
 * import { assertStringIncludes } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using profiled = await createProfiledConnection<BenchmarkService>(server);
 * await Promise.all([profiled.root.sleep(0.01), profiled.root.ping()]);
 * assertStringIncludes(formatTimeline(profiled.telemetry), "sleep()");
 * ```
 */
export function formatTimeline(
  telemetry: RpcTelemetry,
  { width = 80 }: TimelineOptions = {},
): string {
  if (!(width >= LEAST_WIDTH)) {
    throw new RangeError(
      `width is ${width}; it takes a number of at least ${LEAST_WIDTH}`,
    );
  }
  const rows = rowsOf(foldCalls(callForest(telemetry.calls)), 0);
  if (rows.length === 0) return "TIMELINE\n  No calls were recorded.";
  const shown = rows.slice(-MOST_ROWS);
  const scale = new TimeScale(
    shown.flatMap(({ nodes }) => nodes),
    Math.floor(width) - NAME_WIDTH - FIGURE_WIDTH - FRAME_WIDTH,
  );
  const more = rows.length - shown.length;
  return [
    `TIMELINE  ${formatDuration(scale.seconds)} from left to right`,
    ...more > 0 ? [`  … ${counted(more, "line")} before these`] : [],
    ...shown.map(({ nodes, title }) => {
      const name = fitted(title, NAME_WIDTH).padEnd(NAME_WIDTH);
      return `  ${name} │${scale.bar(nodes)}│ ${figures(nodes)}`;
    }),
  ].join("\n");
}

/** Turns times into places in a bar. */
class TimeScale {
  /** From the beginning of the first call to the end of the last one. */
  readonly seconds: number;
  readonly #start: number;
  readonly #cells: number;
  readonly #now = epochSeconds(performance.now());

  constructor(nodes: readonly CallNode[], cells: number) {
    const spans = nodes.map((node) => this.#span(node));
    this.#start = spans.reduce(
      (least, [from]) => Math.min(least, from),
      Infinity,
    );
    const end = spans.reduce((most, [, to]) => Math.max(most, to), 0);
    this.seconds = end - this.#start;
    this.#cells = cells;
  }

  /** A bar that is filled where one of the calls was under way. */
  bar(nodes: readonly CallNode[]): string {
    const cells = new Array<string>(this.#cells).fill("·");
    for (const node of nodes) {
      const [from, to] = this.#span(node);
      cells.fill("█", this.#cell(from), this.#cell(to) + 1);
    }
    return cells.join("");
  }

  #span({ call }: CallNode): readonly [from: number, to: number] {
    const { duration = this.#now - call.startedAt, startedAt } = call;
    return [startedAt, startedAt + duration];
  }

  #cell(time: number): number {
    const part = (time - this.#start) / (this.seconds || 1);
    return Math.min(Math.floor(this.#cells * part), this.#cells - 1);
  }
}

interface TimelineRow {
  readonly title: string;
  readonly nodes: readonly CallNode[];
}

/** One row for each line of the call tree. */
function rowsOf(items: readonly Folded[], depth: number): TimelineRow[] {
  return items.flatMap((item) => {
    if (item.kind === "turns") return rowsOf(item.children, depth);
    const title = "  ".repeat(depth) + callTitle(item.nodes[0].call);
    const below = rowsOf(item.children, depth + 1);
    return [{ title, nodes: item.nodes }, ...below];
  });
}

function figures(nodes: readonly CallNode[]): string {
  const seconds = nodes.reduce(
    (sum, { call }) => sum + (call.duration ?? 0),
    0,
  );
  const times = nodes.length === 1 ? "" : ` × ${formatCount(nodes.length)}`;
  return `${formatDuration(seconds)}${times}`;
}

function fitted(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
