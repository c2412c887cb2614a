import type { ParentMessage } from "./processes/parent_channel.ts";

/** What a subprocess is told, on its standard input. */
export class ProcessInput {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #encoder = new TextEncoder();
  #open = true;

  /** Takes over a subprocess's standard input. */
  constructor(child: Deno.ChildProcess) {
    this.#writer = child.stdin.getWriter();
  }

  /** Says something; rejects if the subprocess does not listen any more. */
  async tell(message: ParentMessage): Promise<void> {
    const line = `${JSON.stringify(message)}\n`;
    try {
      await this.#writer.write(this.#encoder.encode(line));
    } catch (error) {
      // Nor can it be told to end.
      this.#open = false;
      throw error;
    }
  }

  /** Tells the subprocess to end. */
  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    try {
      await this.#writer.close();
    } catch (error) {
      // It has closed its end already, which comes to the same.
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
  }
}
