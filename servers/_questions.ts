import type { Answer, Question } from "./inspection/question.ts";
import type { AnswerPiece, ParentMessage } from "./processes/parent_channel.ts";

/** How long a process may take to answer, in seconds: it may be computing. */
const ANSWER_TIMEOUT = 30;

/** A question without all of its answers. */
interface Asked {
  text: string;
  readonly settle: (answers: readonly Answer[]) => void;
  readonly fail: (error: Error) => void;
}

/** What a subprocess is asked while it runs, and what it answers. */
export class Questions {
  readonly #name: string;
  readonly #tell: (message: ParentMessage) => Promise<void>;
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;
  #ended = false;

  /** Asks the subprocess `name` by `tell`. */
  constructor(name: string, tell: (message: ParentMessage) => Promise<void>) {
    this.#name = name;
    this.#tell = tell;
  }

  /** Asks; rejects if the subprocess ends or says nothing for half a minute. */
  async ask(question: Question): Promise<readonly Answer[]> {
    if (this.#ended) throw this.#hasEnded();
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<
      readonly Answer[]
    >();
    this.#asked.set(id, { text: "", settle: resolve, fail: reject });
    const timer = setTimeout(() => {
      reject(
        new Error(
          `${this.#name} did not answer ${question.kind} within ${ANSWER_TIMEOUT} s`,
        ),
      );
    }, ANSWER_TIMEOUT * 1000);
    try {
      this.#tell({ kind: "question", id, question }).catch(() => {
        // It is about to end, if it has not: that rejects as well.
      });
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#asked.delete(id);
    }
  }

  /** Takes a piece of an answer; one that comes too late is dropped. */
  receive({ id, text, isLast }: AnswerPiece): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    asked.text += text;
    if (!isLast) return;
    try {
      asked.settle(JSON.parse(asked.text));
    } catch (cause) {
      // A service can print whatever this process can.
      asked.fail(
        new Error(`${this.#name} gave an answer that is none`, { cause }),
      );
    }
  }

  /** The subprocess has ended. */
  end(): void {
    this.#ended = true;
    for (const { fail } of this.#asked.values()) fail(this.#hasEnded());
  }

  #hasEnded(): Error {
    return new Error(`${this.#name} has ended`);
  }
}
