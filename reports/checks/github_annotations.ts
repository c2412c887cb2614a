import { type Check, isRemarkable } from "../../verdicts/check.ts";
import { inOneLine } from "../../units/one_line.ts";

/**
 * What failed or warns, as workflow commands of GitHub Actions: a line each, which
 * GitHub shows at the top of the run and of the pull request. They may be printed
 * to standard error too: the runner reads both.
 *
 * @example Tell a workflow what failed
 * ```ts
 * import { githubAnnotations } from "@x/rpcbench";
 * import { assertEquals } from "@std/assert";
 *
 * const lines = githubAnnotations([{
 *   name: "latency.p99<100ms",
 *   subject: "rpc_threaded",
 *   outcome: "failed",
 *   message: "latency.p99 is 123 ms, 23 % more",
 * }]);
 * assertEquals(lines, [
 *   "::error title=rpc_threaded%3A latency.p99<100ms::latency.p99 is 123 ms, 23 %25 more",
 * ]);
 * ```
 */
export function githubAnnotations(checks: readonly Check[]): string[] {
  return checks.filter(isRemarkable)
    .map(({ message, name, outcome, subject }) => {
      const level = outcome === "failed" ? "error" : "warning";
      const title = inOneLine(`${subject}: ${name}`)
        .replaceAll(/[%:,]/g, encodeURIComponent);
      // Of a message, only this means anything to the runner, as it is one line.
      return `::${level} title=${title}::${
        inOneLine(message).replaceAll("%", encodeURIComponent)
      }`;
    });
}
