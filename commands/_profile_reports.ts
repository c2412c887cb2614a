import type { ChildProcess } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import { Readable } from "node:stream";
import { CHANNEL, type ProfileReport } from "./_profile_channel.ts";

/** What a profiled program reports; each report replaces the one before. */
export class ProfileReports implements Disposable {
  readonly #channel: Readable;
  readonly #lines: Interface;
  #latest: ProfileReport | undefined;
  #open = true;

  /** Reads what a program writes to its channel. */
  constructor(program: ChildProcess) {
    const channel = program.stdio[CHANNEL];
    if (!(channel instanceof Readable)) {
      throw new Error("the program has no channel to report on");
    }
    this.#channel = channel;
    this.#lines = createInterface({ input: channel });
    this.#lines.on("line", (line) => {
      this.#latest = parseReport(line) ?? this.#latest;
    });
    this.#lines.on("close", () => this.#open = false);
  }

  /** The latest report, if there is one. */
  get latest(): ProfileReport | undefined {
    return this.#latest;
  }

  /** Waits for one more report, at most so many milliseconds. */
  async next(timeout: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, timeout);
    const wake = () => resolve();
    this.#lines.once("line", wake).once("close", wake);
    await promise;
    this.#lines.off("line", wake).off("close", wake);
    clearTimeout(timer);
  }

  /**
   * Waits for the last report, at most so many milliseconds. The end of the
   * channel may never come: what the program has started holds it too.
   */
  async last(timeout: number): Promise<void> {
    const deadline = performance.now() + timeout;
    while (this.#open && !this.#latest?.last) {
      const left = deadline - performance.now();
      if (left <= 0) return;
      await this.next(left);
    }
  }

  /** Stops reading. */
  [Symbol.dispose](): void {
    this.#lines.close();
    this.#channel.destroy();
  }
}

/** `undefined` for a report that the end of the program has cut off. */
function parseReport(line: string): ProfileReport | undefined {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
