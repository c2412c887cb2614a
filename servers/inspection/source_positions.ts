import { Script } from "node:vm";
import type { RawCpuProfile, RawHeapProfile } from "./inspector.ts";

/** Where V8 says that a function is; lines and columns from 0 on. */
type CallFrame = RawCpuProfile["nodes"][number]["callFrame"];

/** Modules that Deno does not run as they are written. */
const TRANSPILED = /\.([cm]?ts|[jt]sx)([?#].*)?$/;
const LINE_AND_COLUMN = /:(\d+):(\d+)\)?$/;

/**
 * Finds out where code is in the source that was written: V8 knows only what
 * Deno made of it, without its types and its empty lines.
 *
 * Deno does not show its source maps, but applies them to the stack of an error.
 * So one is made at the very position, by a script of the module's name.
 */
export class SourcePositions {
  readonly #known = new Map<string, CallFrame>();

  /** A CPU profile with the positions of the source. */
  inCpuProfile(profile: RawCpuProfile): RawCpuProfile {
    return {
      ...profile,
      // Lines of ticks have no column, without which they have no source.
      nodes: profile.nodes.map(({ positionTicks: _ticks, ...node }) => ({
        ...node,
        callFrame: this.#frame(node.callFrame),
      })),
    };
  }

  /** A heap profile with the positions of the source. */
  inHeapProfile(profile: RawHeapProfile): RawHeapProfile {
    return { ...profile, head: this.#heapNode(profile.head) };
  }

  #heapNode(node: RawHeapProfile["head"]): RawHeapProfile["head"] {
    return {
      ...node,
      callFrame: this.#frame(node.callFrame),
      children: node.children.map((child) => this.#heapNode(child)),
    };
  }

  #frame(frame: CallFrame): CallFrame {
    const { url, lineNumber, columnNumber } = frame;
    if (lineNumber < 0 || !TRANSPILED.test(url)) return frame;
    const key = `${frame.functionName} ${lineNumber}:${columnNumber} ${url}`;
    const known = this.#known.get(key) ?? { ...frame, ...positionOf(frame) };
    this.#known.set(key, known);
    return known;
  }
}

/** Where a function is in the source, or nothing if the program has errors made otherwise. */
function positionOf(
  { url, lineNumber, columnNumber }: CallFrame,
): Pick<CallFrame, "lineNumber" | "columnNumber"> | undefined {
  const source = `${"\n".repeat(lineNumber)}${
    " ".repeat(Math.max(0, columnNumber))
  }new Error().stack`;
  const stack: unknown = new Script(source, { filename: url })
    .runInThisContext();
  if (typeof stack !== "string") return undefined;
  const found = LINE_AND_COLUMN.exec(stack.split("\n")[1] ?? "");
  if (found === null) return undefined;
  const [, line, column] = found;
  return { lineNumber: Number(line) - 1, columnNumber: Number(column) - 1 };
}
