import type { ServiceClass } from "../../rpc/mod.ts";

/** What a service's module exports, as far as a server cares. */
export interface ServiceModule {
  readonly default?: unknown;
}

/** The class that a service's module exports by default; throws if there is none. */
export function serviceClassOf(
  { default: service }: ServiceModule,
): ServiceClass {
  if (isClass(service)) return service;
  throw new TypeError(
    `the service's default export is ${
      Deno.inspect(service)
    }; it takes a class`,
  );
}

function isClass(value: unknown): value is ServiceClass {
  return typeof value === "function" && typeof value.prototype === "object";
}
