import { dirname } from "node:path";
import { parseResultDocument } from "../../benchmarks/mod.ts";
import { pause } from "../servers/_process_tree.ts";

/** A folder that a study goes to, until disposed of. */
export class Folder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<Folder> {
    return new Folder(await Deno.makeTempDir());
  }

  /** What the steps' documents are called, and when each began. */
  async steps(): Promise<Map<string, string>> {
    const steps = new Map<string, string>();
    for (const name of await this.#documents()) {
      const text = await this.read(`documents/${name}`);
      steps.set(name, parseResultDocument(text).meta.started_at);
    }
    return steps;
  }

  /** Waits until at least one step is done. */
  async firstStep(): Promise<void> {
    while ((await this.#documents()).length === 0) await pause(0.02);
  }

  read(name: string): Promise<string> {
    return Deno.readTextFile(`${this.path}/${name}`);
  }

  async write(name: string, text: string): Promise<void> {
    await Deno.mkdir(dirname(`${this.path}/${name}`), { recursive: true });
    await Deno.writeTextFile(`${this.path}/${name}`, text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }

  async #documents(): Promise<string[]> {
    try {
      const entries = Deno.readDir(`${this.path}/documents`);
      const names = await Array.fromAsync(entries, ({ name }) => name);
      // One that is being written has another name.
      return names.filter((name) => name.endsWith(".json")).sort();
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    }
  }
}
