import type { LoadTarget } from "./_own_server.ts";
import type { RequestFlagValues } from "./_request_flags.ts";
import {
  httpRequest,
  refuseFlagsOf,
  requireTarget,
  rpcCall,
} from "./_requests.ts";
import { moduleUrl } from "./_module_url.ts";

/**
 * What a URL names that runs already; `undefined` if it is none that can be asked.
 *
 * @param method What an RPC server is asked for whose URL does not say it.
 * @throws {UsageError} for flags that are of no use for it, or make no sense.
 */
export async function targetAt(
  given: string,
  values: RequestFlagValues,
  method?: string,
): Promise<LoadTarget | undefined> {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  switch (url?.protocol) {
    case "http:":
    case "https:":
      return external(given, "http", await httpRequest(url.href, values));
    case "rpc:": {
      const { hostname, pathname, port } = url;
      const named = pathname.match(/^\/([^/]+)$/)?.[1];
      const called = named ?? (/^\/?$/.test(pathname) ? method : undefined);
      if (port === "" || called === undefined) return undefined;
      const server = {
        hostname: hostname.replace(/^\[|\]$/g, ""),
        port: Number(port),
      };
      return external(given, "rpc", await rpcCall(server, called, values));
    }
  }
}

/**
 * The target that a module of the user's exports; `name` is what messages begin
 * with.
 *
 * @throws {UsageError} if there is no such module, or it exports none.
 */
export async function targetOfModule(
  name: string,
  path: string,
  values: RequestFlagValues,
): Promise<LoadTarget> {
  refuseFlagsOf(["http", "rpc"], values, "a target of your own");
  const url = await moduleUrl(name, path);
  const specification = { kind: "module", url } as const;
  await requireTarget(specification, () => name);
  return external(path, "module", specification);
}

function external(
  name: string,
  protocol: string,
  specification: LoadTarget["specification"],
): LoadTarget {
  return {
    name,
    protocol,
    serverMode: "external",
    specification,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
