/**
 * Reads JSON that the user may have named by mistake.
 *
 * @throws {TypeError} that says whether it is empty, cut off, or no JSON at all.
 */
export function parseJson(json: string): unknown {
  const text = json.trim();
  if (text === "") throw new TypeError("it is empty");
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new TypeError(
      lacksEnd(error, text)
        ? "it is cut off: its JSON has no end"
        : "it is no JSON",
    );
  }
}

/** Whether all was right up to the end, as V8 tells it. */
function lacksEnd({ message }: SyntaxError, text: string): boolean {
  const position = message.match(/at position (\d+)/)?.[1];
  return message.includes("end of JSON input") ||
    Number(position) >= text.length;
}
