import { summarize } from "../../benchmarks/mod.ts";
import { seededRandom } from "../../benchmarks/seeded_random.ts";
import type { ResultDocument } from "../../benchmarks/mod.ts";
import { formatDuration } from "../../units/units.ts";
import { compareDocuments } from "../../verdicts/mod.ts";
import { BARE, documentOf } from "../reports/_sample_document.ts";
import { type Line, measured } from "./_line.ts";

/** Each has three metrics that are judged. */
const ENTRIES = 334;

/** What it costs to compare two documents of a thousand metrics, two thirds of them by samples. */
export function comparisonLine(): Line {
  const base = wideDocument(1);
  const next = wideDocument(2);
  const rounds = Array.from({ length: 3 }, () => {
    const start = performance.now();
    compareDocuments(base, next);
    return (performance.now() - start) / 1000;
  });
  const seconds = Math.min(...rounds);
  return measured(
    "comparing 1,000 metrics",
    formatDuration(seconds),
    "1 s",
    seconds,
    { atMost: 1 },
  );
}

function wideDocument(seed: number): ResultDocument {
  const random = seededRandom(seed);
  const latency = () =>
    summarize(Array.from({ length: 500 }, () => 1e-4 * (1 + random())), {
      distribution: true,
      samples: true,
    });
  const concurrent_scaling = Array.from({ length: ENTRIES }, (_, i) => ({
    connections: i + 1,
    total_requests: 500,
    failed_requests: 0,
    success_rate: 1,
    throughput: 1000 * (1 + random()),
    duration: 1,
    latency: latency(),
  }));
  return documentOf({ rpc: { ...BARE, concurrent_scaling } });
}
