import type { ResultDocument } from "../../benchmarks/mod.ts";
import { sampleCase } from "./_sample_case.ts";
import { documentOf, FLOOR, fullResult } from "./_sample_document.ts";
import { sampleLoad } from "./_sample_load.ts";

/** A run of three servers, of which something of each kind was measured, and something failed. */
export const EVERYTHING: ResultDocument = documentOf({
  rpc_threaded: {
    ...fullResult("rpc_threaded", 1),
    cases: [
      sampleCase(),
      sampleCase({ group: "client_count", parameters: { clients: 50 } }),
    ],
    load: [sampleLoad()],
  },
  rpc_forking: { ...fullResult("rpc_forking", 2), failed_requests: 7 },
  http_threaded: {
    ...fullResult("http_threaded", 3),
    metadata: {
      errors: [{
        kind: "HttpStatusError",
        count: 12,
        examples: [`GET /ping: 500, ${"and so on, ".repeat(20)}again`],
      }],
    },
  },
}, {
  floor: FLOOR,
  config: { numConnections: 100 },
  warnings: [`beware: ${"many words ".repeat(20)}follow`],
});
