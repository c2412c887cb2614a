import { texts } from "./_flags.ts";

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

/** The flag that says what a user's service may do. */
export const SERVICE_ALLOW = texts({
  placeholder: "PERMISSION",
  help: "what the service may do, as read=./data or env; repeatable",
  form: new RegExp(`^(${NAMES.join("|")})(=.+)?$`),
  what: `one of ${NAMES.join(", ")}, which may go on as in read=./data`,
});

/** What {@linkcode SERVICE_ALLOW} was given, as flags of `deno run`. */
export function servicePermissions(allowed: readonly string[]): string[] {
  return allowed.map((permission) => `--allow-${permission}`);
}
