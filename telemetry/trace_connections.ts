/**
 * Imported for its effect: from then on, every connection that this process
 * opens makes OpenTelemetry spans of its calls.
 *
 * ```sh
 * OTEL_DENO=true deno run --preload=jsr:@x/rpcbench/telemetry/trace-connections …
 * ```
 *
 * @module
 */
import { observeConnections } from "../rpc/mod.ts";
import { openTelemetryObserver } from "./open_telemetry.ts";

observeConnections(openTelemetryObserver());
