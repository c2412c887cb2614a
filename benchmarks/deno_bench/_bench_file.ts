import { dirname } from "node:path";

/**
 * A file that is written whole, again and again, and at once: when a program ends,
 * nothing is waited for.
 */
export class BenchFile {
  readonly #path: string;
  /** Absent for what cannot be replaced: a device, a pipe. */
  readonly #temporaryPath: string | undefined;

  /** Makes the folder if there is none. */
  constructor(path: string) {
    const existing = informationOf(path);
    if (existing === undefined) {
      Deno.mkdirSync(dirname(path), { recursive: true });
    }
    // A link stays a link: what it leads to is replaced.
    this.#path = existing === undefined ? path : Deno.realPathSync(path);
    if (existing?.isFile === false) return;
    this.#temporaryPath = `${this.#path}.${crypto.randomUUID()}.tmp`;
  }

  /** Puts a text in the place of what is there. */
  write(text: string): void {
    if (this.#temporaryPath === undefined) {
      return Deno.writeTextFileSync(this.#path, text);
    }
    try {
      Deno.writeTextFileSync(this.#temporaryPath, text);
      Deno.renameSync(this.#temporaryPath, this.#path);
    } catch (error) {
      this.#forget(this.#temporaryPath);
      throw error;
    }
  }

  #forget(path: string): void {
    try {
      Deno.removeSync(path);
    } catch {
      // What went wrong first is what the user should hear of.
    }
  }
}

function informationOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
