import type { TargetSpecification } from "../benchmarks/mod.ts";
import type { LoadTarget } from "./_own_server.ts";

/** One of two sides, ready to be asked. */
export interface AbTarget extends Omit<LoadTarget, "watchEventLoops"> {
  /** What a reader should know of it. */
  readonly note?: string;
  /** Starts its server anew, which `specification` then leads to; absent if it runs already. */
  readonly startAnew?: () => Promise<void>;
}

/** How a side is told of, and what is let go of after its last server. */
export interface OwnSideOptions {
  /** Default: what its server is called. */
  readonly name?: string;
  /** What a reader should know of it. */
  readonly note?: string;
  /** Where the server's files are. */
  readonly servedFrom?: AsyncDisposable;
}

/** A side whose servers this program starts, one after another. */
export class OwnSide implements AbTarget {
  readonly name: string;
  readonly protocol: string;
  readonly serverMode: string;
  readonly note: string | undefined;
  readonly #start: () => Promise<LoadTarget>;
  readonly #servedFrom: AsyncDisposable | undefined;
  #target: LoadTarget;

  private constructor(
    start: () => Promise<LoadTarget>,
    target: LoadTarget,
    { name = target.name, note, servedFrom }: OwnSideOptions,
  ) {
    this.name = name;
    this.protocol = target.protocol;
    this.serverMode = target.serverMode;
    this.note = note;
    this.#start = start;
    this.#servedFrom = servedFrom;
    this.#target = target;
  }

  /** Starts its first server. */
  static async open(
    start: () => Promise<LoadTarget>,
    options: OwnSideOptions = {},
  ): Promise<OwnSide> {
    await using stack = new AsyncDisposableStack();
    if (options.servedFrom !== undefined) stack.use(options.servedFrom);
    const side = new OwnSide(start, await start(), options);
    stack.move();
    return side;
  }

  /** What its present server is asked. */
  get specification(): TargetSpecification {
    return this.#target.specification;
  }

  /** Ends its server, and starts another. */
  readonly startAnew = async (): Promise<void> => {
    await this.#target[Symbol.asyncDispose]();
    this.#target = await this.#start();
  };

  /** Ends its server. */
  async [Symbol.asyncDispose](): Promise<void> {
    await using _servedFrom = this.#servedFrom;
    await this.#target[Symbol.asyncDispose]();
  }
}
