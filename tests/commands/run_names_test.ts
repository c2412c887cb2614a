import { assertEquals } from "@std/assert";
import { runNames } from "../../commands/_run_names.ts";

/** What runs of these files are called. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "results.json": ["results"],
  "a/before.json b/after.json": ["before", "after"],
  "before/run.json after/run.json": ["before/run", "after/run"],
  "/x/1/run.json /y/1/run.json z.json": ["x/1/run", "y/1/run", "z"],
  "run.json run.json": ["run", "run (2)"],
  "./run.json run.json": ["run", "run (2)"],
  "- a.json": ["standard input", "a"],
  "a.json a.txt": ["a", "a (2)"],
};

for (const [files, names] of Object.entries(NAMES)) {
  Deno.test(`the runs of ${files} are told apart by names that are short`, () => {
    assertEquals(runNames(files.split(" ")), names);
  });
}
