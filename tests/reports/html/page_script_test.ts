import { assert, assertEquals } from "@std/assert";
import { thinned } from "../../../reports/html/figures/thinned.ts";
import { coveredTime } from "../../../reports/html/page/covered_time.ts";
import { fittedText } from "../../../reports/html/page/fitted_text.ts";
import { pageScript } from "../../../reports/html/page_script.ts";

const PAGE = new URL("../../../reports/html/page/", import.meta.url);

Deno.test("the page's script has all that its functions use of each other", async () => {
  const script = pageScript();
  let uses = 0;
  for await (const { name } of Deno.readDir(PAGE)) {
    const source = await Deno.readTextFile(new URL(name, PAGE));
    for (const [, names] of source.matchAll(/^import \{([^}]*)\} from/gm)) {
      for (const used of names.split(",").map((it) => it.trim())) {
        if (used === "" || used.startsWith("type ")) continue;
        assert(script.includes(`function ${used}(`), `${used} of ${name}`);
        uses++;
      }
    }
  }
  assert(uses > 20);
});

Deno.test("the page's script does not end before its end", () => {
  assertEquals(pageScript().match(/<\/script|<!--/i), null);
});

Deno.test("of a long line, the ends and every peak are kept, in order", () => {
  const points = Array.from({ length: 10_000 }, (_, x) => ({
    x,
    y: x === 1234 ? 99 : x === 5678 ? -99 : Math.sin(x),
  }));
  const kept = thinned(points, 600);
  assert(kept.length <= 600);
  assertEquals([kept[0].x, kept[kept.length - 1].x], [0, 9999]);
  assert(kept.some(({ y }) => y === 99) && kept.some(({ y }) => y === -99));
  assertEquals(kept, kept.toSorted((a, b) => a.x - b.x));
  assertEquals(thinned(points.slice(0, 600), 600).length, 600);
});

Deno.test("what lies in several spans counts once", () => {
  assertEquals(coveredTime([[3, 4], [0, 2], [1, 2], [1, 3]]), 4);
  assertEquals(coveredTime([]), 0);
});

Deno.test("a name is cut to what fits, or left out", () => {
  assertEquals(fittedText("encode", 100), "encode");
  assertEquals(fittedText("encodeEnvelope", 80), "encodeEnv…");
  assertEquals(fittedText("encode", 20), "");
});
