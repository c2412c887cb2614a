import { styleText } from "node:util";

/** What a text of the report is, as far as that gives it a look of its own. */
export type ConsoleRole = "heading" | "floor" | "failure" | "alarm";

const FORMATS: Readonly<
  Record<ConsoleRole, Parameters<typeof styleText>[0]>
> = {
  heading: "bold",
  floor: "gray",
  failure: "red",
  alarm: ["bold", "red"],
};

/** Gives a text the look of its role, line by line. */
export type ConsoleStyle = (role: ConsoleRole, text: string) => string;

/** Looks with colours, or without any. */
export function consoleStyle(color: boolean): ConsoleStyle {
  if (!color) return (_role, text) => text;
  // Where lines stand side by side, one that went on would colour its neighbours.
  return (role, text) =>
    text.split("\n")
      .map((line) => styleText(FORMATS[role], line, { validateStream: false }))
      .join("\n");
}
