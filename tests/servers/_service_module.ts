import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Modules in a folder of their own, gone when disposed of. */
export class ServiceModule implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes `service.ts` with this source, and other files beside it by name. */
  static async write(
    source: string,
    others: Readonly<Record<string, string>> = {},
  ): Promise<ServiceModule> {
    const module = new ServiceModule(await Deno.makeTempDir());
    const files = { "service.ts": source, ...others };
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(module.folder, name), text);
    }
    return module;
  }

  /** The folder, with nothing else in it. */
  get folder(): string {
    return this.#folder;
  }

  /** The path of the service's module. */
  get path(): string {
    return join(this.#folder, "service.ts");
  }

  /** The URL of the service's module. */
  get url(): string {
    return pathToFileURL(this.path).href;
  }

  /** Removes the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#folder, { recursive: true });
  }
}
