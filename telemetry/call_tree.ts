import { formatCount, formatDuration } from "../units/units.ts";
import { callForest, type CallNode } from "./_call_forest.ts";
import { callTitle } from "./_call_title.ts";
import { foldCalls, type Folded, type FoldedCalls } from "./_folded_calls.ts";
import { formatLocation } from "./_location_text.ts";
import type { RpcTelemetry } from "./rpc_telemetry.ts";

/** What a call tree shows; every option has a default. */
export interface CallTreeOptions {
  /** How many calls deep it goes; `null` for all. Default `null`. */
  readonly maxDepth?: number | null;
  /** Whether it shows which remote objects came with the answers. Default `false`. */
  readonly showReferences?: boolean;
  /** Whether it shows the lines that make the calls. Default `true`. */
  readonly showLocations?: boolean;
}

/**
 * The latest calls as a tree: each under the call that caused it, on whichever
 * end. Calls that repeat share a line, and so do patterns of calls.
 *
 * `←` marks calls that the other end made. A time is from the call to its
 * answer; where the other end told how long it was at work, that is shown, and
 * the network's share. Times of calls that share a line are added up.
 *
 * @throws {RangeError} for a `maxDepth` below 1.
 *
 * @example Print the calls of a program
 * ```ts
 * import { createProfiledConnection, formatCallTree } from "@x/rpcbench/telemetry";
 * import { type BenchmarkService, RpcServer } from "@x/rpcbench/servers";
 * import { assertStringIncludes } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using profiled = await createProfiledConnection<BenchmarkService>(server);
 * for (let i = 0; i < 300; i++) await profiled.root.ping();
 * const tree = formatCallTree(profiled.telemetry);
 * assertStringIncludes(tree, "ping() × 300");
 * ```
 */
export function formatCallTree(
  telemetry: RpcTelemetry,
  options: CallTreeOptions = {},
): string {
  const {
    maxDepth = null,
    showReferences = false,
    showLocations = true,
  } = options;
  if (maxDepth !== null && !(maxDepth >= 1)) {
    throw new RangeError(
      `maxDepth is ${maxDepth}; it takes a number of at least 1, or null`,
    );
  }
  const tree = new TreeLines({ maxDepth, showReferences, showLocations });
  tree.addOutermost(foldCalls(callForest(telemetry.calls)));
  if (tree.lines.length === 0) tree.lines.push("  No calls were recorded.");
  return ["CALL TREE", ...tree.lines].join("\n");
}

/** The lines of a tree, as they are added. */
class TreeLines {
  readonly lines: string[] = [];
  readonly #options: Required<CallTreeOptions>;

  constructor(options: Required<CallTreeOptions>) {
    this.#options = options;
  }

  /** Adds what has nothing above it. */
  addOutermost(items: readonly Folded[]): void {
    for (const item of items) {
      this.lines.push(`  ${this.#line(item)}`);
      this.#addBelow(item, "  ", 1);
    }
  }

  #add(items: readonly Folded[], indent: string, depth: number): void {
    items.forEach((item, i) => {
      const isLast = i === items.length - 1;
      this.lines.push(`${indent}${isLast ? "└─" : "├─"} ${this.#line(item)}`);
      this.#addBelow(item, `${indent}${isLast ? "  " : "│ "} `, depth);
    });
  }

  #addBelow(item: Folded, indent: string, depth: number): void {
    const { children } = item;
    if (item.kind === "turns") return this.#add(children, indent, depth);
    const { maxDepth } = this.#options;
    const isDeepest = maxDepth !== null && depth >= maxDepth;
    if (!isDeepest) this.#add(children, indent, depth + 1);
    else if (children.length > 0) this.lines.push(`${indent}└─ …`);
    const leftOut = sum(item.nodes, (node) => node.leftOut);
    if (leftOut > 0) {
      this.lines.push(`${indent}… and ${formatCount(leftOut)} more, not told`);
    }
  }

  #line(item: Folded): string {
    if (item.kind === "turns") {
      return `${formatCount(item.times)} times in turn:`;
    }
    const { showLocations, showReferences } = this.#options;
    return [
      `${heading(item)}, ${spent(item)}`,
      ...failures(item),
      ...showReferences ? references(item) : [],
      ...showLocations ? locations(item) : [],
    ].join("  ");
  }
}

function heading({ nodes }: FoldedCalls): string {
  const [{ call }] = nodes;
  const isOthers = call.side === "server" || call.processId !== Deno.pid;
  const title = `${isOthers ? "← " : ""}${callTitle(call)}`;
  return nodes.length === 1 ? title : `${title} × ${formatCount(nodes.length)}`;
}

/** The time of calls, and whose time it was where that is known. */
function spent({ nodes }: FoldedCalls): string {
  const open = nodes.filter(({ call }) => call.duration === undefined).length;
  if (open === nodes.length) return "no answer yet";
  const total = sum(nodes, ({ call }) => call.duration ?? 0);
  const answered = nodes.filter(({ answering }) => answering !== undefined);
  const parts = [formatDuration(total)];
  if (answered.length > 0) {
    const server = sum(answered, ({ answering }) => answering?.duration ?? 0);
    const asked = sum(answered, ({ call }) => call.duration ?? 0);
    const network = Math.max(0, asked - server);
    parts.push(
      `(server ${formatDuration(server)}, network ${formatDuration(network)})`,
    );
  }
  if (open > 0) parts.push(`(${formatCount(open)} without an answer yet)`);
  return parts.join(" ");
}

function failures({ nodes }: FoldedCalls): string[] {
  const errors = nodes.flatMap(({ call }) => call.error ?? []);
  if (errors.length === 0) return [];
  return nodes.length === 1
    ? [`✗ ${errors[0]}`]
    : [`✗ ${formatCount(errors.length)} failed: ${errors[0]}`];
}

function references({ nodes }: FoldedCalls): string[] {
  const counts = new Map<string, number>();
  for (const { call } of nodes) {
    for (const { className } of call.receivedReferences) {
      counts.set(className, (counts.get(className) ?? 0) + 1);
    }
  }
  return Array.from(
    counts,
    ([className, count]) =>
      count === 1 ? `→ ${className}` : `→ ${className} × ${formatCount(count)}`,
  );
}

/** The lines that made calls; of many, the first. */
function locations({ nodes }: FoldedCalls): string[] {
  const places = new Set(
    nodes.flatMap(({ call }) =>
      call.location === undefined ? [] : formatLocation(call.location)
    ),
  );
  const [first] = places;
  if (first === undefined) return [];
  return [places.size === 1 ? first : `${first} and others`];
}

function sum(
  nodes: readonly CallNode[],
  figure: (node: CallNode) => number,
): number {
  return nodes.reduce((sum, node) => sum + figure(node), 0);
}
