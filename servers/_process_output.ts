import { TextLineStream } from "@std/streams";
import {
  type AnswerPiece,
  parseLine,
  type ProcessMessage,
} from "./processes/parent_channel.ts";

/** How many of its last lines an error quotes. */
const QUOTED_LINES = 20;

/** What {@linkcode ProcessOutput} is to know of its subprocess. */
export interface ProcessOutputOptions {
  /** Gets what it answers to questions. */
  readonly answered: (piece: AnswerPiece) => void;
  /**
   * Whether it starts processes, and runs no service: a service could say of any
   * process that it had started it.
   */
  readonly supervises: boolean;
}

/** What a subprocess writes: messages for us, and words for people. */
export class ProcessOutput {
  /** The processes that the subprocess has started and that still run. */
  readonly grandchildren = new Set<number>();
  /** Resolves when both streams have ended. */
  readonly ended: Promise<unknown>;
  readonly #child: Deno.ChildProcess;
  readonly #started = Promise.withResolvers<ProcessMessage | undefined>();
  readonly #answered: (piece: AnswerPiece) => void;
  readonly #supervises: boolean;
  /** Kept until the server runs; `undefined` from then on. */
  #heldBack: string[] | undefined = [];

  /** Reads what a subprocess writes. */
  constructor(
    child: Deno.ChildProcess,
    { answered, supervises }: ProcessOutputOptions,
  ) {
    this.#child = child;
    this.#answered = answered;
    this.#supervises = supervises;
    this.ended = Promise.all([
      this.#follow(child.stdout, (line) => this.#read(line)),
      // All of it is words: messages come on standard output.
      this.#follow(child.stderr, (line) => this.#show(line)),
    ]);
    this.ended.then(() => this.#started.resolve(undefined));
  }

  /** The port that the subprocess listens on, once it does. */
  async ready(name: string, timeout: number): Promise<number> {
    const timer = setTimeout(
      () =>
        this.#started.resolve({
          kind: "failed",
          reason: `silent for ${timeout} s`,
        }),
      timeout * 1000,
    );
    const message = await this.#started.promise;
    clearTimeout(timer);
    if (message?.kind === "ready") return message.port;
    const reason = message?.kind === "failed"
      ? message.reason
      : `it ended with ${describe(await this.#child.status)}`;
    throw new Error(this.quote(`${name} did not start: ${reason}`));
  }

  /** A message with what the subprocess last said below it. */
  quote(message: string): string {
    return [message, ...(this.#heldBack ?? []).slice(-QUOTED_LINES)].join("\n");
  }

  /** Shows what the subprocess says from now on, and what it has said so far. */
  passOn(): void {
    for (const line of this.#heldBack ?? []) console.error(line);
    this.#heldBack = undefined;
  }

  async #follow(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    take: (line: string) => void,
  ): Promise<void> {
    const lines = stream
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    for await (const line of lines) take(line);
  }

  #read(line: string): void {
    const { printed, message } = parseLine(line);
    if (message !== undefined) this.#receive(message);
    this.#show(printed);
  }

  #show(printed: string): void {
    if (printed === "") return;
    if (this.#heldBack !== undefined) this.#heldBack.push(printed);
    else console.error(printed);
  }

  #receive(message: ProcessMessage): void {
    switch (message.kind) {
      case "ready":
      case "failed":
        return this.#started.resolve(message);
      case "spawned":
        // Whoever is in here may be killed.
        if (this.#supervises) this.grandchildren.add(message.pid);
        return;
      case "ended":
        this.grandchildren.delete(message.pid);
        return;
      case "answer":
        return this.#answered(message);
    }
  }
}

function describe({ code, signal }: Deno.CommandStatus): string {
  return signal === null ? `code ${code}` : `signal ${signal}`;
}
