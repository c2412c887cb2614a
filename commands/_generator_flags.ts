import { time, wholeNumber } from "./_flag_kinds.ts";

/** How hard a load generator tries. */
export const GENERATOR_FLAGS = {
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
};
