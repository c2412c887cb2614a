import { join } from "node:path";
import { git, gitCommand } from "./_git.ts";

/**
 * A commit in a folder of its own, as a worktree of its repository, until disposed
 * of; or until the program ends, unless that is by a signal that it cannot hear.
 */
export class GitCheckout implements AsyncDisposable {
  /** Where the commit's files are. */
  readonly folder: string;
  readonly #repository: string;
  readonly #temporary: string;
  #isAdded = false;

  private constructor(repository: string, temporary: string) {
    this.#repository = repository;
    this.#temporary = temporary;
    this.folder = join(temporary, "checkout");
    addEventListener("unload", this.#removeAtOnce);
  }

  /**
   * Checks a commit of a repository out.
   *
   * @throws {Error} with git's own words if that fails.
   */
  static async of(repository: string, commit: string): Promise<GitCheckout> {
    await using stack = new AsyncDisposableStack();
    const temporary = await Deno.makeTempDir({ prefix: "rpcbench-" });
    const checkout = stack.use(
      // A repository that is reached by a link would not know its worktree again.
      new GitCheckout(repository, await Deno.realPath(temporary)),
    );
    const { folder } = checkout;
    const where = ["--quiet", "--detach", folder, commit];
    await git(repository, "worktree", "add", ...where);
    checkout.#isAdded = true;
    stack.move();
    return checkout;
  }

  /** Removes the folder, and what the repository knows of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    removeEventListener("unload", this.#removeAtOnce);
    try {
      if (this.#isAdded) await git(this.#repository, ...this.#removal);
    } finally {
      await Deno.remove(this.#temporary, { recursive: true });
    }
  }

  get #removal(): readonly string[] {
    return ["worktree", "remove", "--force", this.folder];
  }

  /** What else ends the program, as a second Ctrl-C does, waits for nothing. */
  readonly #removeAtOnce = (): void => {
    gitCommand(this.#repository, this.#removal).outputSync();
    Deno.removeSync(this.#temporary, { recursive: true });
  };
}
