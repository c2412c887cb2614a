import { CHECK_OUTPUT_FLAGS } from "./_check_output.ts";
import {
  choice,
  percentage,
  text,
  time,
  toggle,
  wholeNumber,
} from "./_flag_kinds.ts";
import type { FlagValues } from "./_flags.ts";
import { GENERATOR_FLAGS } from "./_generator_flags.ts";
import { permissions } from "./_permissions.ts";
import { REPORT_FLAGS } from "./_report_flags.ts";
import { REQUEST_FLAGS } from "./_request_flags.ts";

/** The flags of `rpcbench ab`. */
export const AB_FLAGS = {
  precision: percentage({
    default: undefined,
    help:
      "enough is measured once the interval of the change reaches no further than this to each side (default: 2%)",
  }),
  "max-time": time({
    default: undefined,
    help: "measure no longer, however wide the interval is (default: 5m)",
  }),
  "decide-by": choice({
    choices: ["median", "mean", "p99", "throughput"],
    default: "median",
    help: "whose interval decides when it is enough",
  }),
  "fail-on": choice({
    choices: ["warning", "critical"],
    default: undefined,
    help:
      "exit code 1 if B is surely worse: by more than 10 % (warning) or 25 % (critical)",
  }),
  block: time({
    default: undefined,
    help:
      "how long one side is measured at a time (default: 250ms, or until 100 requests are answered)",
  }),
  "one-start": toggle({
    help:
      "start both sides once, not anew for each quad: quicker, but what one start has for good counts as a difference",
  }),
  seed: wholeNumber({
    placeholder: "N",
    least: 0,
    default: undefined,
    help: "the same seed gives the same order of blocks (default: by chance)",
  }),
  call: text({
    placeholder: "NAME",
    default: "ping",
    help:
      "method or path that is asked for, where A or B is no URL that has one",
  }),
  service: text({
    placeholder: "MODULE",
    default: undefined,
    help: "module whose default export is served, of git revisions",
  }),
  "service-allow": permissions({ help: "what services may do" }),
  ...GENERATOR_FLAGS,
  ...REQUEST_FLAGS,
  ...CHECK_OUTPUT_FLAGS,
  ...REPORT_FLAGS,
};

/** What `rpcbench ab` was told. */
export type AbFlagValues = FlagValues<typeof AB_FLAGS>;
