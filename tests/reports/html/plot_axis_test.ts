import { assert, assertEquals } from "@std/assert";
import { plotAxis } from "../../../reports/html/figures/plot_axis.ts";

Deno.test("an axis ends at numbers, whatever a document has", () => {
  for (const scale of ["linear", "log"] as const) {
    for (const fromZero of [true, false]) {
      const { axis } = plotAxis(
        { title: "latency", quantity: "duration", scale },
        [-1.7e308, 1, 3, 1.7e308],
        { fromZero },
      );
      const [from, to] = axis.range;
      assertEquals(axis.range.map(Number.isFinite), [true, true]);
      assert(to > from && to < 10, `${axis.range}`);
    }
  }
});
