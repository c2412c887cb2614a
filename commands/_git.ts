import { messageOf } from "../rpc/message_of.ts";

/**
 * What git says in a folder, without the end of its last line.
 *
 * @throws {Error} with git's own words if it fails, or is not there.
 */
export async function git(
  folder: string,
  ...args: readonly string[]
): Promise<string> {
  let output: Deno.CommandOutput;
  try {
    // What `output()` of a command starts is in this process's group, detached or not.
    output = await gitCommand(folder, args).spawn().output();
  } catch (error) {
    throw new Error(`git cannot be started: ${messageOf(error)}`);
  }
  const [said, complaint] = [output.stdout, output.stderr].map((bytes) =>
    new TextDecoder().decode(bytes).trimEnd()
  );
  if (output.success) return said;
  throw new Error(complaint.split("\n")[0] || `git ${args[0]} failed`);
}

/**
 * A command of git in a folder. It runs no hooks, which are for who works there;
 * and Ctrl-C is not for it, but for this process, which waits until it is done.
 */
export function gitCommand(
  folder: string,
  args: readonly string[],
): Deno.Command {
  return new Deno.Command("git", {
    args: ["-C", folder, "-c", "core.hooksPath=/dev/null", ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  });
}
