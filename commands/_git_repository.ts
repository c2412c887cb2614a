import { join } from "node:path";
import { git } from "./_git.ts";

/** The git repository that the command was started in. */
export class GitRepository {
  /** The folder of its working tree. */
  readonly folder: string;
  /** Where in it the command was started; empty, or with a slash at its end. */
  readonly #prefix: string;

  private constructor(folder: string, prefix: string) {
    this.folder = folder;
    this.#prefix = prefix;
  }

  /**
   * Finds it.
   *
   * @throws {Error} with git's own words if there is none, or no git.
   */
  static async here(): Promise<GitRepository> {
    const folder = await git(".", "rev-parse", "--show-toplevel");
    const prefix = await git(".", "rev-parse", "--show-prefix");
    return new GitRepository(folder, prefix);
  }

  /** Where in the repository a path leads that was given here. */
  pathOf(given: string): string {
    return join(this.#prefix, given);
  }

  /**
   * The commit that a revision names.
   *
   * @throws {Error} if it names none.
   */
  async commitOf(revision: string): Promise<string> {
    const named = `${revision}^{commit}`;
    try {
      return await git(
        this.folder,
        "rev-parse",
        "--verify",
        "--end-of-options",
        named,
      );
    } catch (error) {
      // Git would say that it needs a single revision.
      throw new Error("this repository has no such commit", { cause: error });
    }
  }

  /** How many files of the working tree are not as the last commit has them. */
  async countChanges(): Promise<number> {
    const status = await git(this.folder, "status", "--porcelain");
    return status === "" ? 0 : status.split("\n").length;
  }
}
