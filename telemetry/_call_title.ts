import type { CallRecord } from "./call_record.ts";

/** A call as a program would write it: `"getUser()"`, `"User.name"`. */
export function callTitle({ kind, name, reference }: CallRecord): string {
  const what = subject(name, reference?.className);
  switch (kind) {
    case "call":
    case "apply":
      return `${what}()`;
    case "get":
      return what;
    case "set":
      return `${what} = …`;
    case "obtain":
      return `obtain(${what})`;
  }
}

function subject(name: string, className: string | undefined): string {
  if (className === undefined) return name;
  if (className === "Function") return name === "" ? "callback" : name;
  return name === "" ? className : `${className}.${name}`;
}
