import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Where this package is. */
const PACKAGE = import.meta.resolve("../");

/** What `deno info --json` tells of a module. */
interface ModuleInformation {
  readonly specifier: string;
  /** The file that has its source; absent for one that could not be had. */
  readonly local?: string;
}

/**
 * A module of this package, and all of the package that it imports, as files of
 * this machine, until disposed of.
 *
 * Of what comes from elsewhere, copies are made: a program that imported it from
 * there would need the permission to, and would get it into its lock file.
 */
export class LocalModule implements AsyncDisposable {
  /** Begins with `file:`. */
  readonly url: string;
  readonly #copies: string | undefined;

  private constructor(url: string, copies?: string) {
    this.url = url;
    this.#copies = copies;
  }

  /** Makes files of a module, unless it is one. */
  static async of(url: string): Promise<LocalModule> {
    if (url.startsWith("file:")) return new LocalModule(url);
    // It may fail, before there is anything to remove.
    const modules = await modulesBelow(url);
    const copies = await Deno.makeTempDir({ prefix: "rpcbench-" });
    const copyOf = (module: string) => join(copies, pathWithin(module));
    for (const { specifier, local } of modules) {
      if (local === undefined || !specifier.startsWith(PACKAGE)) continue;
      await Deno.mkdir(dirname(copyOf(specifier)), { recursive: true });
      await Deno.copyFile(local, copyOf(specifier));
    }
    return new LocalModule(pathToFileURL(copyOf(url)).href, copies);
  }

  /** Removes the copies. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#copies === undefined) return;
    await Deno.remove(this.#copies, { recursive: true });
  }
}

function pathWithin(module: string): string {
  return new URL(module).pathname.slice(new URL(PACKAGE).pathname.length);
}

/** A module and all that it imports. */
async function modulesBelow(
  url: string,
): Promise<readonly ModuleInformation[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--no-config", "--no-lock", "--allow-import", url],
  }).output();
  if (!success) {
    throw new Error(
      `${url} cannot be loaded: ${new TextDecoder().decode(stderr)}`,
    );
  }
  return JSON.parse(new TextDecoder().decode(stdout)).modules;
}
