import { dirname } from "node:path";

/**
 * A file that a report will be written to. It is checked before the run, so that
 * an hour's measuring does not end in an error, and it is never half written.
 */
export class OutputFile {
  readonly #path: string;
  readonly #temporaryPath: string;

  private constructor(path: string) {
    this.#path = path;
    this.#temporaryPath = `${path}.${Deno.pid}.tmp`;
  }

  /**
   * Makes the folder if there is none, and proves that a file can be written.
   *
   * @throws {Deno.errors.PermissionDenied} and other errors of the file system.
   */
  static async prepare(path: string): Promise<OutputFile> {
    const file = new OutputFile(path);
    if (await isDirectory(path)) {
      throw new Deno.errors.IsADirectory(`${path} is a folder`);
    }
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(file.#temporaryPath, "");
    await Deno.remove(file.#temporaryPath);
    return file;
  }

  /** Writes the whole file at once. */
  async write(text: string): Promise<void> {
    try {
      await Deno.writeTextFile(this.#temporaryPath, text);
      await Deno.rename(this.#temporaryPath, this.#path);
    } catch (error) {
      // What went wrong first is what the user should hear of.
      await Promise.allSettled([Deno.remove(this.#temporaryPath)]);
      throw error;
    }
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
