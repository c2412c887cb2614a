import { parse, resolve } from "node:path";
import { distinctNames } from "../reports/distinct_names.ts";

/** What stands for standard input. */
export const STANDARD_INPUT = "-";

/**
 * What runs are called, by the files that they were written to: the file's name
 * without its extension, with as many folders in front as tell it from others. A
 * file that is given again has a number.
 */
export function runNames(paths: readonly string[]): string[] {
  const files = paths.map(folders);
  return distinctNames(files.map((own) => {
    const depth = own.findIndex((_folder, depth) =>
      files.every((other) =>
        nameOf(other, depth) !== nameOf(own, depth) ||
        nameOf(other) === nameOf(own)
      )
    );
    return nameOf(own, Math.max(0, depth));
  }));
}

/** The file's name, and the folders that it is in, the innermost first. */
function folders(path: string): string[] {
  if (path === STANDARD_INPUT) return ["standard input"];
  const { dir, name, root } = parse(resolve(path));
  return [name, ...dir.slice(root.length).split(/[/\\]/).reverse()];
}

function nameOf(file: readonly string[], depth = file.length): string {
  return file.slice(0, depth + 1).reverse().join("/");
}
