/** What an operation is: one that the program named, or a call of a connection. */
export type OperationOrigin =
  | {
    /** The program tracks it. */
    readonly kind: "program";
  }
  | {
    /** This end makes the call, or answers it. */
    readonly kind: "call" | "answer";
    /** The method, with the class that it is of unless that is the service. */
    readonly method: string;
    /** The other end's address. */
    readonly peer: string;
  };

/** An operation that has just ended. */
export interface EndedOperation {
  /** The name that it is monitored by. */
  readonly operation: string;
  /** What it is. */
  readonly origin: OperationOrigin;
  /** How long it took. */
  readonly seconds: number;
  /** The name of what was thrown; absent if it ended well. */
  readonly errorKind?: string;
}

/** Told of each operation that ends. */
export type OnEnded = (ended: EndedOperation) => void;
