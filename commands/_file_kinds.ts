/** Any line of a monitor's: a loss of power may have torn the first. */
const MONITORED = /^\{"schema":"rpcbench-monitor\//m;
const BENCHED = /^\s*\{\s*"version":\s*\d+,\s*"runtime":\s*"Deno\//;
const RESULT = /^\s*\[?\s*\{\s*"meta":\s*\{\s*"schema":\s*"rpcbench\//;

/** Whether a `PerformanceMonitor` has written it. */
export function isMonitored(text: string): boolean {
  return MONITORED.test(text);
}

/** Whether `deno bench --json` has printed it. */
export function isBenched(text: string): boolean {
  return BENCHED.test(text);
}

/** Whether it begins as result documents and lists of them do. */
export function isResultDocument(text: string): boolean {
  return RESULT.test(text);
}
