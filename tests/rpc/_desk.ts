import { currentCall, RpcTarget } from "../../rpc/mod.ts";

/** Works on jobs for as long as the test wants, and knows in which order they began. */
export class Desk extends RpcTarget {
  /** What all desks have begun, by name. */
  static begun: string[] = [];
  /** Ends a job, by name. */
  static readonly #ends = new Map<string, (error?: Error) => void>();

  /** Forgets what was before. */
  static clear(): void {
    Desk.begun = [];
    Desk.#ends.clear();
  }

  /** Ends a job that has begun, or lets it fail. */
  static end(name: string, error?: Error): void {
    const end = Desk.#ends.get(name);
    if (end === undefined) throw new Error(`${name} has not begun`);
    end(error);
  }

  /** Begins a job, which ends when the test says so. */
  work(name: string): Promise<string> {
    Desk.begun.push(name);
    return new Promise((resolve, reject) =>
      Desk.#ends.set(
        name,
        (error) => error === undefined ? resolve(name) : reject(error),
      )
    );
  }

  /** Does a job at once. */
  note(name: string): string {
    Desk.begun.push(name);
    return name;
  }

  /** Throws at once. */
  refuse(): never {
    throw new RangeError("not at this desk");
  }

  /** Works until it is given up, and a while longer. */
  async cling(name: string): Promise<string> {
    const { signal } = currentCall();
    const work = this.work(name);
    signal.addEventListener("abort", () => Desk.begun.push(`${name} aborted`));
    return await work;
  }

  /** A drawer of the desk. */
  async open(name: string): Promise<Drawer> {
    await this.work(name);
    return new Drawer();
  }
}

/** What a call that builds on another is made of. */
export class Drawer extends RpcTarget {
  take(name: string): string {
    Desk.begun.push(name);
    return name;
  }
}
