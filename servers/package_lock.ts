import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const LOCK_FILE = import.meta.resolve("../deno.lock");

/**
 * Makes a subprocess use the very packages that this one uses, as this package's
 * lock file has them. Without one, as when it comes from a registry, `deno`
 * finds them by itself.
 */
export class PackageLock implements Disposable {
  /** The flags of `deno run`. */
  readonly flags: readonly string[];
  readonly #copy: string | undefined;

  private constructor(flags: readonly string[], copy?: string) {
    this.flags = flags;
    this.#copy = copy;
  }

  /** For a subprocess that runs modules of this package only. */
  static forPackage(): PackageLock {
    const path = lockFilePath();
    return new PackageLock(
      path === undefined ? ["--no-lock"] : [`--lock=${path}`, "--frozen"],
    );
  }

  /**
   * For a subprocess that runs a user's module too, which may have come with a
   * `deno.json`. What both need is added to a copy, which disposal removes: the
   * lock file beside that, or this package's own, stays as it is.
   */
  static forService(configuration?: string): PackageLock {
    const path = configuration === undefined
      ? lockFilePath()
      : existing(join(dirname(configuration), "deno.lock"));
    if (path === undefined) return new PackageLock(["--no-lock"]);
    const copy = Deno.makeTempFileSync({
      prefix: "rpcbench-",
      suffix: ".lock",
    });
    Deno.copyFileSync(path, copy);
    return new PackageLock([`--lock=${copy}`], copy);
  }

  /** Removes the copy, once the subprocess has ended. */
  [Symbol.dispose](): void {
    if (this.#copy !== undefined) Deno.removeSync(this.#copy);
  }
}

function lockFilePath(): string | undefined {
  return LOCK_FILE.startsWith("file:")
    ? existing(fileURLToPath(LOCK_FILE))
    : undefined;
}

function existing(path: string): string | undefined {
  try {
    Deno.statSync(path);
    return path;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
