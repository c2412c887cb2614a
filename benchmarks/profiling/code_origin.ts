/** Whose code something is. */
export interface CodeOrigin {
  /**
   * `"rpcbench"`: a room of this package; `"program"`: the user's modules, a
   * service among them; `"dependency"`: a package, or a built-in module;
   * `"runtime"`: V8 and the native code of Deno.
   */
  readonly kind: "rpcbench" | "program" | "dependency" | "runtime";
  /** Which: `"rpc/"`, `"npm:hono"`, `"node:"`, `"(garbage collector)"`. */
  readonly name: string;
}

/** Where V8 says that a function is. */
export interface CodeLocation {
  /** The function's name; empty if it has none. */
  readonly functionName: string;
  /** Its module; empty for native code. */
  readonly url: string;
}

/** Where this package is, with a slash at the end. */
const PACKAGE = new URL("../../", import.meta.url).href;

/** A folder of Deno's cache of npm packages: `…/npm/<registry>/<name>/<version>/…`. */
const CACHED_PACKAGE = /\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+)\/\d+\.[^/]*\//;
const NODE_MODULE = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;
/** A package of a registry by URL: `https://<registry>/@scope/name/<version>/…`. */
const SCOPED_PACKAGE = /^https?:\/\/[^/]+\/(@[^/]+\/[^/]+)\/\d+\.[^/]*\//;
/** Deno's own modules: those that stand for Node's, and all others. */
const NODE_EXTENSION = /^(node:|ext:deno_node\/)/;
const EXTENSION = /^ext:([^/]+)/;

/**
 * Whose code a function is, by where V8 says that it is.
 *
 * @example
 * ```ts
 * import { codeOrigin } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   codeOrigin({ functionName: "fetch", url: "ext:deno_fetch/26_fetch.js" }),
 *   { kind: "dependency", name: "ext:deno_fetch" },
 * );
 * ```
 */
export function codeOrigin({ functionName, url }: CodeLocation): CodeOrigin {
  if (url === "") {
    const isState = /^\(.*\)$/.test(functionName);
    return { kind: "runtime", name: isState ? functionName : "native" };
  }
  const dependency = dependencyOf(url);
  if (dependency !== undefined) return { kind: "dependency", name: dependency };
  if (!url.startsWith(PACKAGE)) return { kind: "program", name: "program" };
  const [room, ...rest] = url.slice(PACKAGE.length).split("/");
  // Tests and examples are programs that use the package.
  if (room === "examples" || room === "tests") {
    return { kind: "program", name: `${room}/` };
  }
  return { kind: "rpcbench", name: rest.length === 0 ? room : `${room}/` };
}

function dependencyOf(url: string): string | undefined {
  const npm = CACHED_PACKAGE.exec(url) ?? NODE_MODULE.exec(url);
  if (npm !== null) return `npm:${npm[1]}`;
  if (NODE_EXTENSION.test(url)) return "node:";
  const extension = EXTENSION.exec(url);
  if (extension !== null) return `ext:${extension[1]}`;
  const scoped = SCOPED_PACKAGE.exec(url);
  // This package itself comes from there, too, when it was not checked out.
  return scoped === null || url.startsWith(PACKAGE)
    ? undefined
    : `jsr:${scoped[1]}`;
}

/** A module's URL as people read it: within this package, or within its own. */
export function readableUrl(url: string): string {
  if (url.startsWith(PACKAGE)) return url.slice(PACKAGE.length);
  const dependency = CACHED_PACKAGE.exec(url) ?? NODE_MODULE.exec(url);
  if (dependency !== null) {
    const [found, name] = dependency;
    return `npm:${name}/${url.slice(dependency.index + found.length)}`;
  }
  return url.startsWith("data:") ? "data:" : url;
}
