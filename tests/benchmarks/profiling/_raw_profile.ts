import type { RawCpuProfile } from "../../../servers/mod.ts";

/** A function by name and module, with those that it called. */
export interface Called {
  readonly name: string;
  readonly url?: string;
  readonly calls?: readonly Called[];
}

/**
 * A profile as V8 makes it, of a tree of functions, whose `samples` name one
 * function each, by its path as `"a/b"`, and take a millisecond each.
 */
export function rawProfile(
  roots: readonly Called[],
  samples: readonly string[],
): RawCpuProfile {
  const nodes: RawCpuProfile["nodes"] = [];
  const ids = new Map<string, number>();
  const add = ({ name, url = "", calls = [] }: Called, path: string) => {
    const id = nodes.length + 1;
    ids.set(path, id);
    const callFrame = {
      functionName: name,
      scriptId: "0",
      url,
      lineNumber: url === "" ? -1 : 0,
      columnNumber: url === "" ? -1 : 0,
    };
    const children: number[] = [];
    nodes.push({ id, callFrame, hitCount: 0, children });
    for (const called of calls) {
      const below = path === "" ? called.name : `${path}/${called.name}`;
      children.push(nodes.length + 1);
      add(called, below);
    }
  };
  add({ name: "(root)", calls: roots }, "");
  return {
    nodes,
    startTime: 1_000_000,
    endTime: 1_000_000 + samples.length * 1000,
    samples: samples.map((path) => ids.get(path) ?? 0),
    timeDeltas: samples.map((_, i) => i === 0 ? 0 : 1000),
  };
}
