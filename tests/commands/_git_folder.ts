import { assert } from "@std/assert";
import { dirname, join } from "node:path";

/** A git repository in a folder of its own, gone when disposed of. */
export class GitFolder implements AsyncDisposable {
  /** Where it is. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Makes an empty repository. */
  static async create(): Promise<GitFolder> {
    const folder = new GitFolder(await Deno.makeTempDir());
    await folder.git("init", "--quiet");
    return folder;
  }

  /** Writes files, by their paths. */
  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.path, name);
      await Deno.mkdir(dirname(path), { recursive: true });
      await Deno.writeTextFile(path, text);
    }
  }

  /** Commits all that there is. */
  async commit(message: string): Promise<void> {
    await this.git("add", "--all");
    const author = ["-c", "user.name=test", "-c", "user.email=test@invalid"];
    await this.git(...author, "commit", "--quiet", "--message", message);
  }

  /** What git says there. */
  async git(...args: readonly string[]): Promise<string> {
    const { success, stdout } = await new Deno.Command("git", {
      args: ["-C", this.path, ...args],
    }).output();
    assert(success, `git ${args.join(" ")}`);
    return new TextDecoder().decode(stdout);
  }

  /** Removes the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}
