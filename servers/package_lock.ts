import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isObject } from "./_is_object.ts";

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
   * `deno.json`. What both need is in a copy, and more is added there; disposal
   * removes it. The lock file beside that, and this package's own, stay as they are.
   */
  static forService(configuration?: string): PackageLock {
    const own = lockFilePath();
    const theirs = configuration === undefined
      ? undefined
      : existing(join(dirname(configuration), "deno.lock"));
    const paths = [own, theirs].filter((path) => path !== undefined);
    if (paths.length === 0) return new PackageLock(["--no-lock"]);
    const lock = configuration === undefined
      ? Deno.readFileSync(paths[0])
      : new TextEncoder().encode(JSON.stringify(joined(paths.map(readLock))));
    const copy = Deno.makeTempFileSync({
      prefix: "rpcbench-",
      suffix: ".lock",
    });
    Deno.writeFileSync(copy, lock);
    return new PackageLock([`--lock=${copy}`], copy);
  }

  /**
   * For a supervisor, which runs modules of this package only: its children have
   * this lock, and it goes with the supervisor.
   */
  forSupervisor(): PackageLock {
    return new PackageLock(PackageLock.forPackage().flags, this.#copy);
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

/** What a lock file has, by kind: versions, checksums. */
type Lock = Readonly<Record<string, unknown>>;

function readLock(path: string): Lock {
  try {
    const lock: unknown = JSON.parse(Deno.readTextFileSync(path));
    return isObject(lock) ? lock : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new TypeError(`${path} is no lock file: ${error.message}`, {
      cause: error,
    });
  }
}

/**
 * Lock files as one; of what several have, the last counts. They say nothing of a
 * workspace, as it is none of theirs: `deno` would let go of all that it does not
 * need, and look for it anew.
 */
function joined(locks: readonly Lock[]): Lock {
  const all: Record<string, unknown> = {};
  for (const [kind, entries] of locks.flatMap(Object.entries)) {
    if (kind === "workspace") continue;
    const before = all[kind];
    all[kind] = isObject(before) && isObject(entries)
      ? { ...before, ...entries }
      : entries;
  }
  return all;
}
