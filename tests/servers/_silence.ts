/** Keeps what is printed to standard error, until disposed of. */
export class Silence implements Disposable {
  readonly lines: string[] = [];
  readonly #print = console.error;

  constructor() {
    console.error = (line: string) => this.lines.push(line);
  }

  [Symbol.dispose](): void {
    console.error = this.#print;
  }
}
