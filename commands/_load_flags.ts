import {
  choice,
  expected,
  last,
  text,
  texts,
  toggle,
  wholeNumber,
} from "./_flag_kinds.ts";
import type { Flag, FlagValues } from "./_flags.ts";
import { compression } from "./_compression_flags.ts";
import { JUDGE_FLAGS } from "./_judge.ts";
import { REPORT_FLAGS } from "./_report_flags.ts";
import { SECURITY_FLAGS } from "./_security_flags.ts";

/** A flag that takes a length of time with its unit, and gives seconds. */
function time<Default extends number | undefined>(
  declaration: { readonly help: string; readonly default: Default },
): Flag<number | Default> {
  const what = "a time above 0 with its unit, as 500ms, 30s or 2m";
  const units = new Map([["ms", 0.001], ["s", 1], ["m", 60], ["h", 3600]]);
  return {
    ...declaration,
    placeholder: "TIME",
    parse(given) {
      const text = last(given, what);
      const [, number, unit = ""] = text.match(/^(\d+(?:\.\d+)?)([a-z]+)$/) ??
        [];
      const seconds = Number(number) * (units.get(unit) ?? NaN);
      if (!(seconds > 0)) throw expected(what, text);
      return seconds;
    },
  };
}

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
  connections: wholeNumber({
    aliases: ["c"],
    placeholder: "N",
    least: 1,
    default: 10,
    help: "how many connections",
  }),
  "in-flight": wholeNumber({
    aliases: ["pipelining"],
    placeholder: "N",
    least: 1,
    default: 1,
    help: "how many requests each connection has under way at once",
  }),
  threads: wholeNumber({
    aliases: ["t"],
    placeholder: "N",
    least: 1,
    default: 1,
    help: "how many threads make the load",
  }),
  timeout: time({
    default: undefined,
    help: "until a request is given up (default: 10s)",
  }),
  server: choice({
    choices: ["rpc_threaded", "rpc_forking", "http_threaded"],
    default: undefined,
    help: "start this server for the run; TARGET is then a method or a path",
  }),
  target: text({
    placeholder: "MODULE",
    default: undefined,
    help: "module whose default export is the target, instead of TARGET",
  }),
  args: text({
    placeholder: "JSON",
    default: undefined,
    help: "arguments of the RPC method, as '[\"text\", 1]'",
  }),
  "ordering-key": text({
    placeholder: "TEXT",
    default: undefined,
    help: "RPC calls run one after another, if the server orders them",
  }),
  compression: compression({
    help: "compress RPC, if the server does, by deflate, snappy or zstd",
  }),
  ...SECURITY_FLAGS,
  client: choice({
    choices: ["lean", "fetch"],
    default: "lean",
    help: "what makes HTTP requests: as little as can be, or fetch",
  }),
  method: text({
    placeholder: "METHOD",
    default: undefined,
    help: "HTTP method (default: GET, or POST with a body)",
  }),
  header: texts({
    aliases: ["H"],
    placeholder: "NAME: VALUE",
    form: /^[^:\s]+:.*$/,
    what: "a name and a value, as 'accept: text/plain'",
    help: "HTTP header; repeatable",
  }),
  body: text({
    placeholder: "TEXT",
    default: undefined,
    help: "body of the HTTP request",
  }),
  "body-file": text({
    placeholder: "FILE",
    default: undefined,
    help: "file whose content is the body of the HTTP request",
  }),
  ...JUDGE_FLAGS,
  ...REPORT_FLAGS,
};

/** What `rpcbench load` was told. */
export type LoadFlagValues = FlagValues<typeof LOAD_FLAGS>;
