/**
 * What is nested deeper would be too much for the stack of who walks it. No call
 * tree of a profile is, as V8 tells 255 calls at most.
 */
const MOST_LEVELS = 1000;

/**
 * Reads JSON that the user may have named by mistake.
 *
 * @throws {TypeError} that says whether it is empty, cut off, no JSON at all, or
 * nested too deeply to be anything of ours.
 */
export function parseJson(json: string): unknown {
  const text = json.trim();
  if (text === "") throw new TypeError("it is empty");
  const value = parse(text);
  if (isTooDeep(value)) {
    throw new TypeError(`it is nested in more than ${MOST_LEVELS} levels`);
  }
  return value;
}

function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= MOST_LEVELS; depth++) {
    level = level.flatMap((it) =>
      typeof it === "object" && it !== null ? Object.values(it) : []
    );
    if (level.length === 0) return false;
  }
  return true;
}

function parse(text: string): unknown {
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
