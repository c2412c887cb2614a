import {
  type AnsweredRequest,
  type HttpAnswer,
  ResponseParser,
} from "../../../servers/http1/response_parser.ts";

/** Each character of a text as one byte. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** How a connection reads: what it answers, or why it gives up. */
export interface Reading {
  readonly answers: readonly (HttpAnswer & { readonly last: boolean })[];
  readonly error?: string;
}

/** Reads pieces as a connection does, for requests sent before all of them. */
export function parse(
  pieces: Iterable<Uint8Array>,
  requests: readonly AnsweredRequest[],
): Reading {
  const parser = new ResponseParser();
  const answers: (HttpAnswer & { readonly last: boolean })[] = [];
  const receive = () => {
    while (answers.length < requests.length && !answers.at(-1)?.last) {
      const answer = parser.next(requests[answers.length]);
      if (answer === undefined) return;
      answers.push({ ...answer, last: parser.last });
    }
    parser.requireNoBytes();
  };
  try {
    for (const piece of pieces) {
      for (let start = 0; start < piece.length;) {
        const space = parser.space();
        const taken = piece.subarray(start, start + space.length);
        space.set(taken);
        parser.advance(taken.length);
        start += taken.length;
        receive();
      }
    }
    const answer = parser.end();
    if (answer !== undefined) answers.push({ ...answer, last: parser.last });
    if (parser.begun) throw new Error("the end came too soon");
    return { answers };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { answers, error: `${error.name}: ${error.message}` };
  }
}
