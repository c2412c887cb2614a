import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf } from "../rpc/message_of.ts";
import { counted } from "../units/counted.ts";
import { GitCheckout } from "./_git_checkout.ts";
import { GitRepository } from "./_git_repository.ts";
import type { OwnService } from "./_own_server.ts";
import { UsageError } from "./_usage_error.ts";

/** What stands for the working tree, as it is. */
const WORKING_TREE = ".";

/** A service as one revision of the repository has it, until disposed of. */
export interface RevisionService extends AsyncDisposable {
  readonly service: OwnService;
  /** Which commit it is, and what of the working tree is in it or is not. */
  readonly note: string;
}

/**
 * Gets a service as a revision has it: from a checkout of its own, or, of `"."`,
 * from the working tree with all that is changed there.
 *
 * @throws {UsageError} that begins with `name` if there is no such revision, or it
 * has no such service.
 */
export async function openRevision(
  name: string,
  revision: string,
  path: string,
): Promise<RevisionService> {
  await using stack = new AsyncDisposableStack();
  const usage = async <Value>(found: Promise<Value>): Promise<Value> => {
    try {
      return await found;
    } catch (error) {
      throw new UsageError(
        `${name} got "git:${revision}"; ${messageOf(error)}`,
      );
    }
  };
  const repository = await usage(GitRepository.here());
  const isWorkingTree = revision === WORKING_TREE;
  const commit = await usage(
    repository.commitOf(isWorkingTree ? "HEAD" : revision),
  );
  const changes = await usage(repository.countChanges());
  const folder = isWorkingTree
    ? repository.folder
    : stack.use(await usage(GitCheckout.of(repository.folder, commit))).folder;
  const module = join(folder, repository.pathOf(path));
  if (!await isFile(module)) {
    throw new UsageError(
      `--service got "${path}"; git:${revision} has no such file`,
    );
  }
  const configuration = await configurationOf(module, folder);
  const kept = stack.move();
  return {
    service: { service: pathToFileURL(module).href, configuration },
    note: [
      `git:${revision} is ${commit.slice(0, 10)}`,
      ...changes === 0 ? [] : [
        `${isWorkingTree ? "with" : "without"} ${
          counted(changes, "uncommitted change")
        } of the working tree`,
      ],
    ].join(" "),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** The `deno.json` that holds for a module, up to the folder of the repository. */
async function configurationOf(
  module: string,
  root: string,
): Promise<string | undefined> {
  for (let folder = dirname(module);; folder = dirname(folder)) {
    for (const name of ["deno.json", "deno.jsonc"]) {
      const path = join(folder, name);
      if (await isFile(path)) return path;
    }
    if (folder === root || folder === dirname(folder)) return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
