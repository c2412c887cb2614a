import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./_usage_error.ts";

/**
 * The URL of a module that was given as a path or as a URL.
 *
 * @throws {UsageError} that begins with `name` if there is no such file.
 */
export async function moduleUrl(name: string, given: string): Promise<string> {
  if (/^[a-z][a-z\d+.-]+:/i.test(given)) return given;
  const path = resolve(given);
  let isFile: boolean;
  try {
    ({ isFile } = await Deno.stat(path));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UsageError(
      `${name} got ${JSON.stringify(given)}; there is no such file`,
    );
  }
  if (!isFile) {
    throw new UsageError(
      `${name} got ${JSON.stringify(given)}; it takes a file`,
    );
  }
  return pathToFileURL(path).href;
}
