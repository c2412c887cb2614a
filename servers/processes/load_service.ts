import type { ServiceClass } from "../../rpc/mod.ts";
import { fail } from "./listen.ts";

/** Imports the class that a service module exports by default, or ends the process. */
export async function loadService(url: string): Promise<ServiceClass> {
  let module: { readonly default?: unknown };
  try {
    module = await import(url);
  } catch (error) {
    return fail(`cannot load the service ${url}: ${Deno.inspect(error)}`);
  }
  const service = module.default;
  if (isClass(service)) return service;
  return fail(
    `${url} is no service: its default export is ${
      Deno.inspect(service)
    }, and a service is a class`,
  );
}

function isClass(value: unknown): value is ServiceClass {
  return typeof value === "function" && typeof value.prototype === "object";
}
