import { formatCount, formatDuration } from "../units/units.ts";
import { callForest, type CallNode } from "./_call_forest.ts";
import { callTitle } from "./_call_title.ts";
import { epochSeconds } from "./_clock.ts";
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
  const now = epochSeconds(performance.now());
  const spans = shown.flatMap(({ nodes }) =>
    nodes.map((node) => spanOf(node, now))
  );
  const start = spans.reduce(
    (least, [from]) => Math.min(least, from),
    Infinity,
  );
  const end = spans.reduce((most, [, to]) => Math.max(most, to), 0);
  const cells = Math.floor(width) - NAME_WIDTH - FIGURE_WIDTH - FRAME_WIDTH;
  const scale = (time: number) =>
    Math.min(Math.floor(cells * (time - start) / (end - start)), cells - 1);
  return [
    `TIMELINE  ${formatDuration(end - start)} from left to right`,
    ...rows.length > shown.length
      ? [`  … ${formatCount(rows.length - shown.length)} lines before these`]
      : [],
    ...shown.map((row) => {
      const bar = new Array<string>(cells).fill("·");
      for (const node of row.nodes) {
        const [from, to] = spanOf(node, now);
        bar.fill("█", scale(from), scale(to) + 1);
      }
      const name = fitted(row.title, NAME_WIDTH).padEnd(NAME_WIDTH);
      return `  ${name} │${bar.join("")}│ ${figures(row.nodes)}`;
    }),
  ].join("\n");
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

function spanOf({ call }: CallNode, now: number): readonly [number, number] {
  const { duration = now - call.startedAt, startedAt } = call;
  return [startedAt, startedAt + duration];
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
