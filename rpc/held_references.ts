import { ProtocolError } from "./errors.ts";
import type { ConnectionObserver, ObservedReference } from "./observer.ts";

/** So many references leave in one frame, at once. */
const RELEASED_AT_ONCE = 256;
/** Else they leave together after so long, in milliseconds. */
const RELEASE_DELAY = 5;

/** What the other end lent, as the wire describes it. */
export interface Description {
  readonly id: number;
  /** Whether it is a function, and not an instance of a class. */
  readonly callable: boolean;
  /** The name of the class, or of the function. */
  readonly name: string;
}

/** Something that this end holds of one object of the other end. */
interface Holding {
  /** How often it has come from the other end. */
  received: number;
  /** How many handles on it are not disposed. */
  handles: number;
}

/** What {@linkcode HeldReferences} needs of its connection. */
export interface HeldReferencesOptions {
  /** How many objects may be held at once. */
  readonly most: number;
  /** How many items the other end takes in one frame. */
  readonly itemCount: number;
  /** Tells the other end how often each object that is needed no more had come. */
  readonly release: (counts: readonly number[]) => void;
  /** Who watches the connection just now. */
  readonly observer: () => ConnectionObserver | undefined;
}

/**
 * The objects and functions of the other end that this end holds.
 *
 * Each handle is disposed on its own; once the last one of an object is, the
 * object is given back. What leaves is gathered for a moment, as one frame can
 * give back many. A `FinalizationRegistry` gives back what a program forgot, but
 * only when memory happens to be collected.
 */
export class HeldReferences {
  readonly #options: HeldReferencesOptions;
  readonly #mostReleased: number;
  readonly #holdings = new Map<number, Holding>();
  readonly #forgotten = new FinalizationRegistry<ObservedReference>(
    (reference) => this.#dispose(reference, "collector"),
  );
  #released: number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #open = true;

  /** Starts with none. */
  constructor(options: HeldReferencesOptions) {
    this.#options = options;
    const most = Math.floor(options.itemCount / 2);
    this.#mostReleased = Math.min(RELEASED_AT_ONCE, most);
  }

  /** How many objects of the other end this end holds. */
  get size(): number {
    return this.#holdings.size;
  }

  /** Receives an object once more; throws a {@linkcode ProtocolError} for one too many. */
  receive(description: Description): HeldReference {
    // It came with what ended the connection, and nobody gets to see it.
    if (!this.#open) return new HeldReference(description, this, () => {});
    const { id } = description;
    let holding = this.#holdings.get(id);
    if (holding === undefined) {
      if (this.#holdings.size >= this.#options.most) {
        throw new ProtocolError(
          `more than ${this.#options.most} references are held`,
        );
      }
      holding = { received: 0, handles: 0 };
      this.#holdings.set(id, holding);
    }
    holding.received++;
    const reference = this.#handle(description, holding);
    this.#options.observer()?.received(reference);
    return reference;
  }

  /** Another handle on what a handle holds. */
  retain(reference: HeldReference): HeldReference {
    reference.requireHeld();
    const holding = this.#holdings.get(reference.id);
    if (holding === undefined) throw new TypeError("the connection is closed");
    return this.#handle(reference, holding);
  }

  /** Lets go of everything: the connection has ended. */
  clear(): void {
    this.#open = false;
    clearTimeout(this.#timer);
    this.#released = [];
    this.#holdings.clear();
  }

  #handle(description: Description, holding: Holding): HeldReference {
    holding.handles++;
    const reference = new HeldReference(description, this, () => {
      this.#forgotten.unregister(reference);
      this.#dispose(reference, "program");
    });
    const { id, className } = reference;
    this.#forgotten.register(reference, { id, className }, reference);
    return reference;
  }

  #dispose(
    { id, className }: ObservedReference,
    by: "program" | "collector",
  ): void {
    const holding = this.#holdings.get(id);
    if (holding === undefined || --holding.handles > 0) return;
    this.#holdings.delete(id);
    this.#options.observer()?.released({ id, className }, by);
    this.#released.push(id, holding.received);
    if (this.#released.length >= 2 * this.#mostReleased) this.#release();
    else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => this.#release(), RELEASE_DELAY);
      // A program need not wait for this: the end of the connection does it too.
      Deno.unrefTimer(this.#timer);
    }
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#open || this.#released.length === 0) return;
    this.#options.release(this.#released);
    this.#released = [];
  }
}

/** One handle on an object or a function of the other end. */
export class HeldReference implements Disposable, ObservedReference {
  /** Its number at the other end. */
  readonly id: number;
  /** Whether it is a function. */
  readonly callable: boolean;
  /** The name of its class, or its own name if it is a function. */
  readonly name: string;
  /** Where it is held. */
  readonly table: HeldReferences;
  #release: (() => void) | undefined;

  /** `release` is called once, by the first disposal. */
  constructor(
    { id, callable, name }: Description,
    table: HeldReferences,
    release: () => void,
  ) {
    this.id = id;
    this.callable = callable;
    this.name = name;
    this.table = table;
    this.#release = release;
  }

  /** What observers call its class. */
  get className(): string {
    return this.callable ? "Function" : this.name;
  }

  /** Throws a `ReferenceError` once the handle is disposed. */
  requireHeld(): void {
    if (this.#release !== undefined) return;
    const what = this.callable
      ? `function ${this.name || "without a name"}`
      : this.name;
    throw new ReferenceError(
      `the reference to ${what} has been released; what must outlive its call, or its use in one expression, is held by retain() or using`,
    );
  }

  /** Gives the object back, if this is the last handle on it. */
  [Symbol.dispose](): void {
    const release = this.#release;
    this.#release = undefined;
    release?.();
  }
}
