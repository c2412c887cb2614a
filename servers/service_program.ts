import { fileURLToPath } from "node:url";
import { configurationFlags } from "./configuration_flags.ts";

const CONFIGURATION = import.meta.resolve("../deno.json");
const TRACE_CONNECTIONS = import.meta.resolve(
  "../telemetry/trace_connections.ts",
);

/**
 * The arguments for `deno` to run a program around a service: `entry` is the URL
 * of a module whose `serve` takes what the service's module exports.
 *
 * What a program imports by name needs no permission to be read, as what it
 * imports while it runs would. `entry` comes to life before the service does,
 * which may block for ever. Calls are traced if those of this process can be.
 */
export async function serviceProgram(
  entry: string,
  service: string,
  configuration?: string,
): Promise<string[]> {
  const source = `
    ${openTelemetryIsOn() ? `import ${JSON.stringify(TRACE_CONNECTIONS)};` : ""}
    import { serve } from ${JSON.stringify(entry)};
    import * as service from ${JSON.stringify(service)};
    await serve(service);
  `;
  return [
    // A program without a place has no configuration beside it.
    ...configuration !== undefined
      ? await configurationFlags(configuration)
      : CONFIGURATION.startsWith("file:")
      ? [`--config=${fileURLToPath(CONFIGURATION)}`]
      : [],
    ...permissionToImport([entry, service]),
    `data:application/javascript,${encodeURIComponent(source)}`,
  ];
}

/** Whether this process, and so the one that it starts, exports spans. */
function openTelemetryIsOn(): boolean {
  // Under this symbol `@opentelemetry/api` finds the provider of the spans.
  return Symbol.for("opentelemetry.js.api.1") in globalThis;
}

/** Modules from elsewhere may be imported, with what their own hosts have. */
function permissionToImport(modules: readonly string[]): string[] {
  const hosts = modules
    .filter((module) => /^https?:/.test(module))
    .map((module) => new URL(module).host);
  return hosts.length === 0
    ? []
    : [`--allow-import=${[...new Set(hosts)].join(",")}`];
}
