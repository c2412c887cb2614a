import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./_usage_error.ts";

/** The URL of a service module that was named as a path or as a URL. */
export async function serviceUrl(
  given: string | undefined,
): Promise<string | undefined> {
  if (given === undefined || /^[a-z][a-z\d+.-]+:/i.test(given)) return given;
  const path = resolve(given);
  let isFile: boolean;
  try {
    ({ isFile } = await Deno.stat(path));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UsageError(
      `--service got ${JSON.stringify(given)}; there is no such file`,
    );
  }
  if (!isFile) {
    throw new UsageError(
      `--service got ${JSON.stringify(given)}; it takes a file`,
    );
  }
  return pathToFileURL(path).href;
}
