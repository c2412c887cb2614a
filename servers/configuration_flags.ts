import { pathToFileURL } from "node:url";
import { isObject } from "./_is_object.ts";

const OWN_CONFIGURATION = import.meta.resolve("../deno.json");
const PACKAGE = import.meta.resolve("../");

/** What names in modules stand for. */
type Imports = Readonly<Record<string, string>>;

/** An import map, as of <https://html.spec.whatwg.org/#import-maps>. */
interface ImportMap {
  readonly imports: Imports;
  readonly scopes: Readonly<Record<string, Imports>>;
}

/**
 * The flags of `deno run` for a program that has modules of this package, and
 * others that were written with a `deno.json` of their own: all that it says
 * holds, but this package's modules keep their own imports.
 *
 * Packages come from the cache, in the versions of the lock file: a
 * `node_modules` that someone else has filled may have others.
 */
export async function configurationFlags(path: string): Promise<string[]> {
  const { imports, scopes } = await importMapOf(pathToFileURL(path).href);
  // As published, this package's modules say in full what they import.
  const own = OWN_CONFIGURATION.startsWith("file:")
    ? { [PACKAGE]: (await importMapOf(OWN_CONFIGURATION)).imports }
    : {};
  const map: ImportMap = { imports, scopes: { ...scopes, ...own } };
  const encoded = encodeURIComponent(JSON.stringify(map));
  return [
    `--config=${path}`,
    "--node-modules-dir=none",
    `--import-map=data:application/json,${encoded}`,
  ];
}

/** The import map of a `deno.json`, independent of where that is. */
async function importMapOf(url: string): Promise<ImportMap> {
  const configuration = await readObject(url);
  const { importMap } = configuration;
  if (typeof importMap !== "string") return mapIn(configuration, url);
  const elsewhere = new URL(importMap, url).href;
  return mapIn(await readObject(elsewhere), elsewhere);
}

function mapIn(
  { imports, scopes }: Readonly<Record<string, unknown>>,
  base: string,
): ImportMap {
  return {
    imports: importsIn(imports, base),
    scopes: Object.fromEntries(
      Object.entries(isObject(scopes) ? scopes : {}).map(([scope, imports]) => [
        absolute(scope, base),
        importsIn(imports, base),
      ]),
    ),
  };
}

function importsIn(imports: unknown, base: string): Imports {
  const given = Object.entries(isObject(imports) ? imports : {})
    .flatMap(([name, address]) =>
      typeof address === "string"
        ? [[name, absolute(address, base)] as const]
        : []
    );
  return Object.fromEntries([...given.flatMap(subpathsOf), ...given]);
}

/** What is relative is so to the file that says it. */
function absolute(address: string, base: string): string {
  return /^\.{0,2}\//.test(address) ? new URL(address, base).href : address;
}

/** In a `deno.json`, unlike in an import map, a package's name stands for its parts too. */
function subpathsOf(
  [name, address]: readonly [string, string],
): [string, string][] {
  const [, scheme, rest] = address.match(/^(npm|jsr):\/?(.+[^/])$/) ?? [];
  return scheme === undefined || name.endsWith("/")
    ? []
    : [[`${name}/`, `${scheme}:/${rest}/`]];
}

/** Reads JSON that may have comments; what is wrong with it, `deno` says itself. */
async function readObject(
  url: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { parse } = await import("jsonc-parser");
  const found: unknown = parse(await (await fetch(url)).text());
  return isObject(found) ? found : {};
}
