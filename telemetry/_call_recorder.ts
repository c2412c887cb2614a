import { AsyncLocalStorage } from "node:async_hooks";
import type { ObservedAnswer, ObservedCall } from "../rpc/mod.ts";
import { readReport } from "./_call_report.ts";
import type { CallRecord } from "./call_record.ts";
import { IncomingRecord } from "./_incoming_record.ts";
import type { LineTotals } from "./_line_totals.ts";
import { MethodTable } from "./_method_table.ts";
import type { MethodTotals } from "./_method_totals.ts";
import { OutgoingRecord } from "./_outgoing_record.ts";
import { currentSection } from "./_program_sections.ts";
import { RecordedCall } from "./_recorded_call.ts";
import { ReferenceLedger } from "./_reference_ledger.ts";
import { RepeatedValues } from "./_repeated_values.ts";
import { Ring } from "./_ring.ts";
import { SectionTotals } from "./_section_totals.ts";
import { SpanIds } from "./_span_ids.ts";
import { StackAllowance } from "./_stack_allowance.ts";
import type { CallListeners, CompleteTelemetryOptions } from "./telemetry_options.ts";
import { parseTraceparent } from "./_traceparent.ts";
import { UserLines } from "./_user_lines.ts";

/** How many of the latest slow and deep calls are kept beyond the history. */
const MOST_NOTED = 1000;

