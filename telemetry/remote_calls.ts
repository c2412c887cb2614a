import type { CallRecord } from "./call_record.ts";
import type { Finding } from "./finding.ts";
import type {
  SectionStatistics,
  TelemetryStatistics,
} from "./telemetry_statistics.ts";

/** What is known of a program's remote calls. Plain data, durations in seconds. */
export interface RemoteCalls {
  /** How many calls there were, how long they took, and of which methods. */
  readonly statistics: TelemetryStatistics;
  /** What each section of the program cost; see `mark`. */
  readonly sections: readonly SectionStatistics[];
  /** What the program could do better, the most costly first. */
  readonly findings: readonly Finding[];
  /** The latest calls, the oldest first. */
  readonly calls: readonly CallRecord[];
}
