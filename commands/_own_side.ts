import { messageOf } from "../rpc/message_of.ts";
import type { TargetSpecification } from "../benchmarks/mod.ts";
import type { LoadTarget } from "./_own_server.ts";
import { UsageError } from "./_usage_error.ts";

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
    startServer: () => Promise<LoadTarget>,
    options: OwnSideOptions = {},
  ): Promise<OwnSide> {
    const { name } = options;
    const start = name === undefined
      ? startServer
      : () => startAs(name, startServer);
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

/** Both sides may have a server of one name: errors say whose did not start. */
async function startAs(
  side: string,
  start: () => Promise<LoadTarget>,
): Promise<LoadTarget> {
  try {
    return await start();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new Error(`${side}: ${messageOf(error)}`, { cause: error });
  }
}
