import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { RunMetadata } from "../../../benchmarks/mod.ts";
import { studyFiles } from "../../../reports/mod.ts";
import { BARE, FLOOR, fullResult, META } from "../_sample_document.ts";

const STEP = {
  name: "rpc_threaded-latency",
  started_at: META.started_at,
  duration: 1.5,
  completed: true,
};

/** STUDY.md of two servers, the second twice as slow. */
async function studyOf(
  meta: Partial<RunMetadata>,
  options?: { readonly graphs: boolean },
): Promise<string> {
  const files = await studyFiles({
    meta: { ...META, floor: FLOOR, sweep: { steps: [STEP] }, ...meta },
    rpc_threaded: fullResult("rpc_threaded", 1),
    http_threaded: fullResult("http_threaded", 2),
  }, options);
  const content = files.find(({ name }) => name === "STUDY.md")?.content;
  assert(typeof content === "string");
  return content;
}

Deno.test("a study says who wins, how it was measured, and how to do it again", async () => {
  const study = await studyOf({
    sweep: {
      description: "Why it is slow",
      command: "rpcbench sweep --quick",
      steps: [STEP],
    },
  });
  const titles = [...study.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
  assertEquals(titles.slice(0, 4), [
    "Summary",
    "Machine and options",
    "Method",
    "Connection time",
  ]);
  assertEquals(titles.at(-1), "How to repeat it");
  assertStringIncludes(study, "# Benchmark study\n\nWhy it is slow\n");
  assertEquals(study.match(/Why it is slow/g)?.length, 1);
  assertStringIncludes(
    study,
    "| Latency, median | rpc_threaded | 80.0 µs | http_threaded | 2.00 × |",
  );
  assertStringIncludes(study, "```sh\nrpcbench sweep --quick\n```");
  assertStringIncludes(study, "| rpc_threaded-latency |");
  assertStringIncludes(study, "began at 2026-01-02T03:04:05.678Z");
});

Deno.test("without graphs a study shows none, and without a server elsewhere it says how to get one", async () => {
  const study = await studyOf({}, { graphs: false });
  assert(!study.includes("!["));
  assertStringIncludes(study, "`--remote rpc://ADDRESS:18812`");
  const document = {
    meta: { ...META, floor: FLOOR, sweep: { steps: [STEP] } },
    rpc_threaded: fullResult("rpc_threaded", 1),
    rpc_remote: { ...fullResult("rpc_remote", 2), host: "192.0.2.7:1" },
  };
  const files = await studyFiles(document);
  const content = String(files.at(-1)?.content);
  assert(!content.includes("--remote"));
  assertStringIncludes(content, "](graphs/local-and-remote.svg)");
  assertEquals(
    files.filter(({ name }) => name.startsWith("graphs/")).map(({ name }) =>
      content.includes(`](${name})`)
    ),
    files.filter(({ name }) => name.startsWith("graphs/")).map(() => true),
  );
});

Deno.test("what others wrote into a study is neither markup nor the end of a block", async () => {
  const study = await studyOf({
    cpu_model: "<script>alert(1)</script>",
    warnings: ["![x](http://example.com/x.png)"],
    sweep: {
      description: "# Title\n\n<img src=x>",
      command: "rpcbench sweep --description '\n```\n<script>'",
      steps: [{ ...STEP, name: "</details>|<b>" }],
    },
  });
  const outside = study.replace(/^(`{3,})sh\n[^]*?\n\1$/m, "");
  assert(!/<(script|img|b)>?/.test(outside), outside);
  assertEquals(outside.match(/<\/details>/g)?.length, 1);
  assert(!/^# Title/m.test(outside));
  assert(!/[^\\]!\[x\]/.test(outside));
  assert(!/^<script>/m.test(study));
});

Deno.test("a study of which nothing was measured is one all the same", async () => {
  const files = await studyFiles({
    meta: { ...META, warnings: ["all servers are gone"] },
    rpc_threaded: BARE,
  });
  const names = files.map(({ name }) => name);
  assertEquals(names, ["results.json", "report.html", "STUDY.md"]);
  assertStringIncludes(String(files[2].content), "all servers are gone");
});
