import { formatDuration } from "../units/units.ts";
import { callTitle } from "./_call_title.ts";
import type { CallRecord } from "./call_record.ts";
import { formatLocation } from "./_location_text.ts";

/** One line on a call that took long. */
export function slowCallNotice(call: CallRecord): string {
  const { duration = 0 } = call;
  return `slow call: ${callTitle(call)} took ${formatDuration(duration)}${
    place(call)
  }`;
}

/** One line on a call that other calls caused. */
export function deepCallNotice(call: CallRecord): string {
  return `deep call: ${callTitle(call)} is ${call.depth} calls deep${
    place(call)
  }`;
}

function place({ location }: CallRecord): string {
  return location === undefined ? "" : `, at ${formatLocation(location)}`;
}
