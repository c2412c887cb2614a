import { join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/** Where Chromium is on this machine; `undefined` if it is not. */
export async function findChromium(): Promise<string | undefined> {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    for (const name of NAMES) {
      const path = join(folder, name);
      const file = await Deno.stat(path).catch(missing);
      if (file?.isFile) return path;
    }
  }
  return undefined;
}

function missing(error: unknown): undefined {
  if (error instanceof Deno.errors.NotFound) return;
  throw error;
}
