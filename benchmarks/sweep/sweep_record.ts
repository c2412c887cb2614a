import type { ResultDocument } from "../result_document.ts";
import type { SweepSettings } from "./sweep_options.ts";

/** A step that was measured: where a number of a study comes from. */
export interface StepRecord {
  /** Tells it from the others: `"rpc_threaded-latency_by_size-1024"`. */
  readonly name: string;
  /** When it began, in ISO 8601. */
  readonly startedAt: string;
  /** How long it took, in seconds. */
  readonly duration: number;
  /** Whether it need not be measured again. */
  readonly completed: boolean;
}

/** What the documents of a sweep have in `meta.config`: those of a step one step, the whole all. */
export interface SweepRecord extends SweepSettings {
  /** What is studied and why, in the words of who asked. */
  readonly description?: string;
  /** The command line that the sweep can be repeated with. */
  readonly command?: string;
  /** What was measured, the first first. */
  readonly steps: readonly StepRecord[];
}

/** What anyone may have written into a document: all of a record but its settings is checked. */
export type ReadSweepRecord =
  & Pick<SweepRecord, "command" | "description" | "steps">
  & { readonly settings: Readonly<Record<string, unknown>> };

/** The record in a document; `undefined` if it is not of a sweep. */
export function readSweepRecord(
  { meta: { config } }: ResultDocument,
): ReadSweepRecord | undefined {
  const { command, description, steps, ...settings } = config;
  if (!Array.isArray(steps) || !steps.every(isStepRecord)) return undefined;
  return {
    ...typeof command === "string" ? { command } : {},
    ...typeof description === "string" ? { description } : {},
    steps,
    settings,
  };
}

/** The first setting in which a record differs; `undefined` if it differs in none. */
export function differingSetting(
  { settings: recorded }: ReadSweepRecord,
  settings: SweepSettings,
): keyof SweepSettings | undefined {
  const keys = [
    "servers",
    "remotes",
    "payloadSizes",
    "clientCounts",
    "scale",
  ] as const;
  return keys.find((key) =>
    JSON.stringify(recorded[key]) !== JSON.stringify(settings[key])
  );
}

function isStepRecord(value: unknown): value is StepRecord {
  return typeof value === "object" && value !== null &&
    "name" in value && typeof value.name === "string" &&
    "startedAt" in value && typeof value.startedAt === "string" &&
    "duration" in value && typeof value.duration === "number" &&
    "completed" in value && typeof value.completed === "boolean";
}
