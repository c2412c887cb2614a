import {
  choice,
  expected,
  last,
  text,
  time,
  toggle,
  wholeNumber,
} from "./_flag_kinds.ts";
import type { Flag, FlagValues } from "./_flags.ts";
import { GENERATOR_FLAGS } from "./_generator_flags.ts";
import { JUDGE_FLAGS } from "./_judge.ts";
import { OWN_SERVERS } from "./_own_server.ts";
import { REPORT_FLAGS } from "./_report_flags.ts";
import { REQUEST_FLAGS } from "./_request_flags.ts";

/** Requests per second: one rate, from one to another, or one after another. */
export type Rates =
  | { readonly kind: "constant"; readonly rate: number }
  | { readonly kind: "ramp"; readonly from: number; readonly to: number }
  | { readonly kind: "step"; readonly rates: readonly number[] };

/** A flag that takes requests per second. */
function rates(
  declaration: { readonly help: string },
): Flag<Rates | undefined> {
  const what =
    "requests per second, as 2000, 100..5000 for a ramp or 100,500,1000 for steps";
  return {
    ...declaration,
    placeholder: "RATE",
    default: undefined,
    parse(given) {
      const text = last(given, what);
      const rate = (part: string): number => {
        if (!/^\d+(\.\d+)?$/.test(part) || Number(part) === 0) {
          throw expected(what, text);
        }
        return Number(part);
      };
      const [from, ...to] = text.split("..");
      if (to.length > 1) throw expected(what, text);
      if (to.length === 1) {
        return { kind: "ramp", from: rate(from), to: rate(to[0]) };
      }
      const steps = text.split(",").map(rate);
      return steps.length === 1
        ? { kind: "constant", rate: steps[0] }
        : { kind: "step", rates: steps };
    },
  };
}

/** The flags of `rpcbench load`. */
export const LOAD_FLAGS = {
  rate: rates({
    help:
      "requests per second that are due, whatever the target does: 2000, 100..5000 for a ramp, 100,500 for steps (default: each connection sends its next request when the last one is answered)",
  }),
  poisson: toggle({
    help: "requests are due at random, --rate on average, as many users' are",
  }),
  seed: wholeNumber({
    placeholder: "N",
    least: 0,
    default: 1,
    help: "with --poisson: the same seed gives the same times",
  }),
  duration: time({
    default: undefined,
    help:
      "how long, as 500ms, 30s or 2m (default: 10s, or until --requests are made)",
  }),
  requests: wholeNumber({
    placeholder: "N",
    least: 1,
    default: undefined,
    help: "how many requests at most",
  }),
  ...GENERATOR_FLAGS,
  server: choice({
    choices: OWN_SERVERS,
    default: undefined,
    help: "start this server for the run; TARGET is then a method or a path",
  }),
  target: text({
    placeholder: "MODULE",
    default: undefined,
    help: "module whose default export is the target, instead of TARGET",
  }),
  ...REQUEST_FLAGS,
  ...JUDGE_FLAGS,
  ...REPORT_FLAGS,
};

/** What `rpcbench load` was told. */
export type LoadFlagValues = FlagValues<typeof LOAD_FLAGS>;
