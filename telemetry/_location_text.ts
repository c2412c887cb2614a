import type { SourceLocation } from "./call_record.ts";

/** A line of the program as people write it: `"shop.ts:12"`. */
export function formatLocation({ file, line }: SourceLocation): string {
  return `${file.slice(file.lastIndexOf("/") + 1)}:${line}`;
}
