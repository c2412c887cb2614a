import type { Machine } from "../benchmarks/machine.ts";
import type { RunMetadata } from "../benchmarks/result_document.ts";
import { formatBytes, formatDuration } from "../units/units.ts";

/** The machine of a run, as far as it is known: `2 × Fast CPU, 8 GiB`. */
export function machineText(machine: Machine): string {
  const { cpu_cores, cpu_model, memory_bytes } = machine;
  return [
    cpu_cores === undefined ? cpu_model : `${cpu_cores} × ${cpu_model}`,
    ...memory_bytes === undefined ? [] : [formatBytes(memory_bytes)],
  ].join(", ");
}

/** The system and the runtime of a run: `linux 6.1 x86_64, Deno 2.9.6, V8 15.0`. */
export function runtimeText({ deno, os, v8 }: Machine): string {
  return [
    os,
    `Deno ${deno}`,
    ...v8 === "unknown" ? [] : [`V8 ${v8}`],
  ].join(", ");
}

/** How long a run took, and when it began, if that is known. */
export function timeText(
  { duration, started_at }: RunMetadata,
  shown = started_at,
): string {
  const took = `took ${formatDuration(duration)}`;
  return started_at === "unknown" ? took : `${shown}, ${took}`;
}
