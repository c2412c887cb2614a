import { assertEquals } from "@std/assert";
import type { Remote } from "../../../rpc/mod.ts";
import { diagnose, type FindingKind } from "../../../verdicts/mod.ts";
import { BARE, documentOf } from "../../reports/_sample_document.ts";
import { profiledPair } from "../../telemetry/_profiled_pair.ts";
import { ShopService } from "../../telemetry/_shop_service.ts";
import { assertRestsOnMetrics } from "./_rests_on_metrics.ts";

/** Programs, and what is wrong with their calls. */
const PROGRAMS: readonly {
  readonly what: string;
  readonly run: (root: Remote<ShopService>) => Promise<unknown>;
  readonly first: FindingKind | undefined;
}[] = [
  {
    what: "few calls",
    run: async (root) => {
      for (let i = 0; i < 3; i++) await root.load(10, i);
    },
    first: undefined,
  },
  {
    what: "a call for each of many",
    run: async (root) => {
      for (let i = 0; i < 150; i++) await root.load(10, i);
    },
    first: "excess_round_trips",
  },
  {
    what: "properties of many objects, one by one",
    run: async (root) => {
      for (const user of await root.users(50)) {
        await user.name;
        await user.email;
      }
    },
    first: "reference_chatter",
  },
  {
    what: "calls that cause calls",
    run: async (root) => {
      const descend = async (depth: number): Promise<void> => {
        if (depth > 0) await root.ask(1, () => descend(depth - 1));
      };
      await descend(8);
    },
    first: "deep_nesting",
  },
  {
    what: "objects that are never let go of",
    run: (root) =>
      Promise.all(Array.from({ length: 25 }, (_, i) => root.user(i))),
    first: "unreleased_references",
  },
  {
    what: "the same bytes again and again",
    run: async (root) => {
      const bytes = crypto.getRandomValues(new Uint8Array(65_536));
      for (let i = 0; i < 6; i++) await root.store(bytes.slice());
    },
    first: "repeated_values",
  },
];

for (const { first, run, what } of PROGRAMS) {
  Deno.test(`a program is diagnosed by its calls: ${what}`, async () => {
    await using pair = await profiledPair(ShopService, { bothEnds: true });
    await run(pair.client.root);
    const { telemetry } = pair;
    const statistics = telemetry.statistics();
    const document = documentOf({
      program: {
        ...BARE,
        server_mode: "program",
        total_requests: statistics.total_calls,
        success_rate: 1,
        remote_calls: {
          statistics,
          sections: telemetry.sections(),
          findings: telemetry.findings(),
          calls: [],
        },
      },
    });
    const [{ findings, state }] = diagnose(document).servers;
    assertEquals(
      [findings.at(0)?.kind, state],
      [first, first === undefined ? "nothing_wrong" : "problems"],
    );
    assertRestsOnMetrics(findings, document);
  });
}
