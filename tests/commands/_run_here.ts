import { main } from "../../cli.ts";
import type { Outcome } from "./_command_line.ts";

/**
 * What the command line does with arguments that start nothing, as wrong ones:
 * in this process, since one of their own for each of many takes its time.
 */
export async function runHere(args: readonly string[]): Promise<Outcome> {
  const { error, log } = console;
  let stdout = "";
  let stderr = "";
  console.log = (...words) => void (stdout += `${words.join(" ")}\n`);
  console.error = (...words) => void (stderr += `${words.join(" ")}\n`);
  try {
    return { code: await main(args), stdout, stderr };
  } finally {
    Object.assign(console, { error, log });
  }
}
