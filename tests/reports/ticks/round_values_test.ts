import { assert, assertEquals } from "@std/assert";
import type { Axis } from "../../../reports/chart.ts";
import { roundValues } from "../../../reports/ticks/round_values.ts";
import { roundnessOf } from "../../../reports/ticks/roundness_of.ts";

/** Round values of an axis between two of its values. */
function between(
  quantity: Axis["quantity"],
  scale: Axis["scale"],
  [from, to]: readonly [number, number],
  room = 6,
): number[] {
  const roundness = roundnessOf({ title: "", quantity, scale });
  const place = {
    linear: (value: number) => value,
    log: Math.log10,
    nines: (value: number) => -Math.log10(1 - value),
  }[scale];
  return roundValues(roundness, place(from), place(to), room);
}

Deno.test("a linear axis goes by ones, twos and fives", () => {
  assertEquals(between("duration", "linear", [0, 0.001]), [
    0,
    0.0002,
    0.0004,
    0.0006,
    0.0008,
    0.001,
  ]);
  assertEquals(between("rate", "linear", [0, 101], 3), [0, 50, 100]);
});

Deno.test("a part of an axis has values of its own, however small it is", () => {
  assertEquals(between("duration", "linear", [1.0001, 1.0003], 2), [
    1.0001,
    1.0002,
    1.0003,
  ]);
  assertEquals(between("duration", "log", [0.0010, 0.0012], 2), [
    0.001,
    0.0011,
    0.0012,
  ]);
});

Deno.test("things that are counted have no halves", () => {
  assertEquals(between("count", "linear", [0, 2], 20), [0, 1, 2]);
});

Deno.test("bytes go by powers of two", () => {
  assertEquals(between("bytes", "log", [64, 1024]), [64, 128, 256, 512, 1024]);
  assertEquals(between("bytes", "log", [64, 2 ** 20], 3), [1024, 2 ** 20]);
  assertEquals(between("bytes", "linear", [0, 1000], 4), [0, 256, 512, 768]);
});

Deno.test("a logarithmic axis leaves out what there is no room for", () => {
  assertEquals(between("duration", "log", [1e-5, 1e-2], 5), [
    1e-5,
    1e-4,
    1e-3,
    1e-2,
  ]);
  assertEquals(between("duration", "log", [1e-9, 1], 5), [1e-9, 1e-6, 1e-3, 1]);
});

Deno.test("an axis of nines goes by nines", () => {
  assertEquals(between("share", "nines", [0, 0.999], 4), [0, 0.9, 0.99, 0.999]);
  assertEquals(between("share", "nines", [0, 0.9], 8), [0, 0.5, 0.75, 0.9]);
});

Deno.test("values of any size have round ones between them", () => {
  for (const scale of ["linear", "log"] as const) {
    for (const [from, to] of [[5e-324, 1e308], [1, 1], [1e300, 2e300]]) {
      const values = between("duration", scale, [from, to]);
      assert(values.length < 12, `${scale} ${from} ${to}`);
      assert(values.every(Number.isFinite));
    }
  }
});
