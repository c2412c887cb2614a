import type { Rule } from "./_rule.ts";
import { AT_CAPACITY } from "./rules/at_capacity.ts";
import { CLIENT_SATURATION } from "./rules/client_saturation.ts";
import { CONNECTION_EXHAUSTION } from "./rules/connection_exhaustion.ts";
import { CONTENTION } from "./rules/contention.ts";
import { DEEP_NESTING } from "./rules/deep_nesting.ts";
import { EVENT_LOOP_SATURATION } from "./rules/event_loop_saturation.ts";
import { EXCESS_ROUND_TRIPS } from "./rules/excess_round_trips.ts";
import { IO_WAIT } from "./rules/io_wait.ts";
import { NETWORK_LATENCY } from "./rules/network_latency.ts";
import { OVERLOAD } from "./rules/overload.ts";
import { REFERENCE_CHATTER } from "./rules/reference_chatter.ts";
import { REPEATED_VALUES } from "./rules/repeated_values.ts";
import { SERVER_EXHAUSTION } from "./rules/server_exhaustion.ts";
import { SLOW_DOWN_WITH_CLIENTS } from "./rules/slow_down_with_clients.ts";
import { UNEVEN_CLIENTS } from "./rules/uneven_clients.ts";
import { UNRELEASED_REFERENCES } from "./rules/unreleased_references.ts";

/**
 * All that can be wrong, in the order in which to look for it: whether requests
 * succeed; whether the clients can be believed; what holds the server; what it waits
 * for; and, of a program, which calls it makes. What comes first explains what comes
 * later: where several are found, the first is to be mended first.
 */
export const RULES: readonly Rule[] = [
  CONNECTION_EXHAUSTION,
  SERVER_EXHAUSTION,
  CLIENT_SATURATION,
  EVENT_LOOP_SATURATION,
  SLOW_DOWN_WITH_CLIENTS,
  UNEVEN_CLIENTS,
  OVERLOAD,
  CONTENTION,
  IO_WAIT,
  NETWORK_LATENCY,
  REFERENCE_CHATTER,
  EXCESS_ROUND_TRIPS,
  DEEP_NESTING,
  UNRELEASED_REFERENCES,
  REPEATED_VALUES,
  AT_CAPACITY,
];
