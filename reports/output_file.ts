import { dirname } from "node:path";

/**
 * A file that a report will be written to. It is checked before the run, so that
 * an hour's measuring does not end in an error, and it is never half written.
 */
export class OutputFile {
  readonly #path: string;
  /** Absent for what cannot be replaced: a device, a pipe. */
  readonly #temporaryPath: string | undefined;

  private constructor(path: string, temporaryPath: string | undefined) {
    this.#path = path;
    this.#temporaryPath = temporaryPath;
  }

  /**
   * Makes the folder if there is none, and proves that a file can be written.
   *
   * @throws {Deno.errors.PermissionDenied} and other errors of the file system.
   */
  static async prepare(path: string): Promise<OutputFile> {
    const existing = await informationOf(path);
    if (existing?.isDirectory) {
      throw new Deno.errors.IsADirectory(`${path} is a folder`);
    }
    if (existing?.isFile === false) return new OutputFile(path, undefined);
    await Deno.mkdir(dirname(path), { recursive: true });
    // A link stays a link: what it leads to is replaced.
    const target = existing === undefined ? path : await Deno.realPath(path);
    const temporaryPath = `${target}.${Deno.pid}.tmp`;
    await Deno.writeTextFile(temporaryPath, "");
    await Deno.remove(temporaryPath);
    return new OutputFile(target, temporaryPath);
  }

  /** Writes the whole file at once. */
  async write(content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === "string"
      ? new TextEncoder().encode(content)
      : content;
    if (this.#temporaryPath === undefined) {
      return await Deno.writeFile(this.#path, bytes);
    }
    try {
      await Deno.writeFile(this.#temporaryPath, bytes);
      await Deno.rename(this.#temporaryPath, this.#path);
    } catch (error) {
      // What went wrong first is what the user should hear of.
      await Promise.allSettled([Deno.remove(this.#temporaryPath)]);
      throw error;
    }
  }
}

async function informationOf(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
