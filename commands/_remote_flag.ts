import type { RemoteAddress } from "../benchmarks/mod.ts";
import { expected, last } from "./_flag_kinds.ts";
import type { Flag } from "./_flags.ts";

const TAKES = "rpc://HOST:PORT or http://HOST:PORT";

/** A flag that takes addresses of servers elsewhere, and may be given several times. */
export function remoteServers(
  { help }: { readonly help: string },
): Flag<readonly RemoteAddress[]> {
  return {
    placeholder: "ADDRESS",
    help,
    default: [],
    parse(given) {
      last(given, TAKES);
      return given.map(remoteAddress);
    },
  };
}

function remoteAddress(text: string): RemoteAddress {
  const match = text.match(
    /^(rpc|http):\/\/(\[[\da-fA-F:.]+\]|[^\s/:@?#]+):(\d+)\/?$/,
  );
  const port = Number(match?.[3]);
  if (match === null || port < 1 || port > 65535) throw expected(TAKES, text);
  return {
    protocol: match[1] === "rpc" ? "rpc" : "http",
    hostname: match[2].replace(/^\[|\]$/g, ""),
    port,
  };
}
