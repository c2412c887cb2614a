import type { ConnectionLogSnapshot } from "./_connection_log.ts";
import type { LoadThreadOptions, ThreadPlan } from "./_load_thread.ts";
import type { TallySnapshot } from "./_load_tally.ts";
import type { Share } from "./_schedule.ts";
import type { LoadSecondSnapshot } from "./load_series.ts";
import type { TargetSpecification } from "./target_specification.ts";

/** What a worker is told; it answers each but `"abort"`, one after another. */
export type ThreadOrder =
  | {
    readonly kind: "start";
    readonly target: TargetSpecification;
    readonly share: Share;
    readonly options: LoadThreadOptions;
  }
  | { readonly kind: "run"; readonly plan: ThreadPlan }
  | { readonly kind: "abort" }
  | { readonly kind: "close" };

/** What a worker answers. */
export type ThreadAnswer =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly message: string }
  | {
    readonly kind: "ran";
    readonly tally: TallySnapshot;
    readonly connections: ConnectionLogSnapshot;
    readonly elapsed: number;
  };

/** What a worker says: answers, how its run goes meanwhile, and what ended it. */
export type ThreadMessage =
  | ThreadAnswer
  | { readonly kind: "broken"; readonly message: string }
  | { readonly kind: "second"; readonly second: LoadSecondSnapshot };
