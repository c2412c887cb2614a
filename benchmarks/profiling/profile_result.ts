import type { TableSizes } from "../../servers/mod.ts";
import type { CpuResult } from "./function_time.ts";
import type { HeapResult } from "./heap_result.ts";
import type { LeakCheckResult } from "./leak_check_result.ts";
import type { MemoryResult } from "./memory_result.ts";

/** How late the event loop of some processes turned, in seconds. */
export interface EventLoopResult {
  /** On average. */
  readonly mean: number;
  /** At worst. */
  readonly max: number;
}

/** What the processes of one end did while they were profiled, all together. */
export interface ProfiledSideResult {
  /** How many processes, or threads, were profiled. */
  readonly processes: number;
  /** Where the CPU time went. */
  readonly cpu: CpuResult;
  /** What was allocated; absent if not asked for. */
  readonly heap?: HeapResult;
  /** How much memory they had. */
  readonly memory: MemoryResult;
  /** How late their event loops turned. */
  readonly event_loop: EventLoopResult;
  /** What their tables and queues held in the end. */
  readonly tables: TableSizes;
  /** Seconds by which moments can be wrong, at worst. */
  readonly clock_accuracy: number;
  /** The profiles' files: `.cpuprofile` and `.heapprofile`, which Chrome's developer tools open. */
  readonly files: readonly string[];
}

/**
 * Where time and memory went in a run that was profiled, which is slower than
 * one that is not: its times belong into no other result.
 */
export interface ProfileResult {
  /** What was profiled. */
  readonly name: string;
  /** What made the calls. */
  readonly client: ProfiledSideResult;
  /** What answered them; absent if it was not ours to profile. */
  readonly server?: ProfiledSideResult;
  /** Whether anything leaked; absent if not checked. */
  readonly leak_check?: LeakCheckResult;
}
