/** A connection that knows when it is open; what it closes slowly is awaited. */
export class TestConnection implements AsyncDisposable {
  /** How many are open that `made` this one. */
  readonly #open: Set<TestConnection>;

  constructor(open: Set<TestConnection>) {
    this.#open = open;
    open.add(this);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.#open.delete(this);
  }
}

/** Makes connections, and knows which are open. */
export class TestServer {
  readonly open = new Set<TestConnection>();
  made = 0;
  /** The most that were open at once. */
  most = 0;

  connect = async (): Promise<TestConnection> => {
    await Promise.resolve();
    this.made++;
    const connection = new TestConnection(this.open);
    this.most = Math.max(this.most, this.open.size);
    return connection;
  };
}

/** What every benchmark of a test is told. */
export const SUBJECT = { name: "test", protocol: "none" };
