/** What a {@linkcode TextLineStream} can be told. */
export interface TextLineStreamOptions {
  /** Whether a lone `\r` ends a line too. */
  allowCR?: boolean;
}

/** Turns chunks of text into lines, without their `\n` or `\r\n`. */
export class TextLineStream extends TransformStream<string, string> {
  /** Creates a stream of lines. */
  constructor(options: TextLineStreamOptions = {}) {
    // A `\r` at the end of a chunk may be the first half of a `\r\n`, so it has
    // to wait for the next chunk.
    const lineEnd = options.allowCR ? /\r?\n|\r(?!$)/ : /\r?\n/;
    let unfinished = "";

    super({
      transform(chunk, controller): void {
        const lines = (unfinished + chunk).split(lineEnd);
        unfinished = lines.pop() ?? "";
        for (const line of lines) controller.enqueue(line);
      },
      flush(controller): void {
        if (unfinished === "") return;
        controller.enqueue(
          options.allowCR ? unfinished.replace(/\r$/, "") : unfinished,
        );
      },
    });
  }
}
