import { texts } from "./_flag_kinds.ts";
import type { Flag } from "./_flags.ts";

const NAMES = [
  "env",
  "ffi",
  "import",
  "net",
  "read",
  "run",
  "sys",
  "write",
  "all",
];

/** A flag that says what a program may do, and may be given several times. */
export function permissions(
  { help }: { readonly help: string },
): Flag<readonly string[]> {
  return texts({
    placeholder: "PERMISSION",
    help: `${help}, as read=./data or env; repeatable`,
    form: new RegExp(`^(${NAMES.join("|")})(=.+)?$`),
    what: `one of ${NAMES.join(", ")}, which may go on as in read=./data`,
  });
}

/** What {@linkcode permissions} was given, as flags of `deno run`. */
export function permissionFlags(allowed: readonly string[]): string[] {
  return allowed.map((permission) => `--allow-${permission}`);
}
