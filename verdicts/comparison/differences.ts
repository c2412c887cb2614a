import {
  type ResultDocument,
  serverResults,
} from "../../benchmarks/result_document.ts";
import type { Difference } from "./document_comparison.ts";

/** Options that say where servers listened and files went: they change no number. */
const WITHOUT_EFFECT = new Set(["rpcPort", "httpPort", "profileFolder"]);

/** Memory that differs by less is the same: a kernel keeps now more, now less of it. */
const SAME_MEMORY = 0.02;

/**
 * What differs about how two sets of documents were measured, each once: machines,
 * Deno, options, whether they were profiled, where servers were.
 */
export function differencesOf(
  base: readonly ResultDocument[],
  next: readonly ResultDocument[],
): Difference[] {
  const [first, ...others] = [...base, ...next];
  const found = new Map<string, Difference>();
  const expected = conditionsOf(first);
  for (const document of others) {
    const conditions = conditionsOf(document);
    for (const what of new Set([...expected.keys(), ...conditions.keys()])) {
      const before = expected.get(what);
      const after = conditions.get(what);
      if (!found.has(what) && !isSame(what, before, after)) {
        found.set(what, { what, base: written(before), next: written(after) });
      }
    }
  }
  return [...found.values()];
}

/** All that numbers depend on beside the server that is measured. */
function conditionsOf(document: ResultDocument): Map<string, unknown> {
  const { config, cpu_cores, cpu_model, deno, memory_bytes, os } =
    document.meta;
  const servers = [...serverResults(document)];
  return new Map<string, unknown>([
    ...Object.entries({ cpu_model, cpu_cores, memory_bytes, os, deno }),
    ["profiled", servers.some(([, { profiles }]) => profiles !== undefined)],
    ...Object.entries(config)
      .filter(([option]) => !WITHOUT_EFFECT.has(option))
      .map(([option, value]) => [`config.${option}`, value] as const),
    ...servers.flatMap(([server, { host }]) =>
      host === undefined ? [] : [[`${server}.host`, host] as const]
    ),
  ]);
}

function isSame(what: string, before: unknown, after: unknown): boolean {
  if (
    what === "memory_bytes" && typeof before === "number" &&
    typeof after === "number"
  ) {
    return Math.abs(after - before) <= SAME_MEMORY * before;
  }
  return written(before) === written(after);
}

function written(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}
