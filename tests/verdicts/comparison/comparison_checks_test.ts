import { assertEquals } from "@std/assert";
import { INTERRUPTED } from "../../../benchmarks/mod.ts";
import { compareDocuments, comparisonChecks } from "../../../verdicts/mod.ts";
import {
  BARE,
  documentOf,
  fullResult,
} from "../../reports/_sample_document.ts";

/** A server of which half of the requests fail. */
const FAILING = {
  ...BARE,
  total_requests: 1000,
  failed_requests: 500,
  success_rate: 0.5,
};
const WORKING = { ...FAILING, failed_requests: 0, success_rate: 1 };

Deno.test("what is worse fails from the severity on that is asked for, and warns if none is", () => {
  const comparison = compareDocuments(
    documentOf({ rpc: WORKING }),
    documentOf({ rpc: FAILING }),
  );
  const outcomes = ([undefined, "warning", "critical"] as const).map((failOn) =>
    comparisonChecks(comparison, { failOn }).map(({ outcome }) => outcome)
  );
  assertEquals(outcomes, [["warning"], ["failed"], ["failed"]]);
  assertEquals(comparisonChecks(comparison, { next: "branch" }), [{
    name: "success_rate",
    subject: "rpc, branch",
    outcome: "warning",
    message: "worse: it was 100 % and is 50 %, −50 %",
  }]);
});

Deno.test("what could not be told has not passed", () => {
  const once = documentOf({
    rpc: { ...WORKING, server_process: { rss_max: 1e8, cpu_seconds: 1 } },
  });
  const checks = comparisonChecks(compareDocuments(once, once));
  assertEquals(
    checks.map(({ name, outcome }) => [name, outcome]),
    [["success_rate", "passed"], ["server_process.rss_max", "skipped"]],
  );
});

Deno.test("a lost server is one check, of a lost part each metric is one, and so is an interruption", () => {
  const { concurrent: _lost, ...half } = fullResult("rpc", 1);
  const checks = comparisonChecks(
    compareDocuments(
      documentOf({ rpc: fullResult("rpc", 1), http: fullResult("http", 1) }),
      documentOf({ rpc: half }, { warnings: [INTERRUPTED] }),
    ),
    { failOn: "critical" },
  );
  assertEquals(
    checks.filter(({ outcome }) => outcome === "failed")
      .map(({ name, subject }) => [subject, name]),
    [
      ["run", "complete"],
      ["rpc", "concurrent.throughput"],
      ["rpc", "concurrent.connection_time.median"],
      ["rpc", "concurrent.latency.median"],
      ["rpc", "concurrent.latency.p99"],
      ["http", "measured"],
    ],
  );
});
