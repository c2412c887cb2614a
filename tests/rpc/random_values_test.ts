import { connectedPair } from "./_connected_pair.ts";
import { Random } from "./_random.ts";
import { assertSameValue } from "./_same_value.ts";
import { VIEW_CLASSES } from "./_view_classes.ts";

const ROUNDS = 60;
const VALUES_PER_ROUND = 50;

class EchoService {
  echo(...values: unknown[]): unknown[] {
    return values;
  }
}

Deno.test("random values come back as structuredClone would make them", async () => {
  await using pair = await connectedPair(EchoService);
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const random = new RandomValues(new Random(seed));
    const values = Array.from({ length: VALUES_PER_ROUND }, () => random.any());
    const received = await pair.client.root.echo(...values);
    try {
      assertSameValue(received, structuredClone(values));
    } catch (cause) {
      throw new Error(`with the seed ${seed}`, { cause });
    }
  }
});

const ERRORS = [Error, TypeError, RangeError, SyntaxError, URIError];
const NUMBERS = [0, -0, NaN, Infinity, -Infinity, 2 ** 53, 1e300, 5e-324];
const KEYS = ["a", "b", "", "1", "__proto__", "constructor", "é", "\ud800"];
const TEXTS = ["x", "é", "€", "😀", "\ud800", "\udc00", "\ufeff", "\0"];

class RandomValues {
  readonly #random: Random;
  /** What a later value may refer to again, or be a part of. */
  readonly #containers: object[] = [];
  #depth = 0;
  /** How many more containers there may be, lest values grow beyond all bounds. */
  #containersLeft = 500;

  constructor(random: Random) {
    this.#random = random;
  }

  any(): unknown {
    const random = this.#random;
    const leaf = this.#containersLeft === 0 || this.#depth > 5 ||
      random.next() < 0.4;
    return leaf ? this.#leaf() : this.#container();
  }

  #leaf(): unknown {
    const random = this.#random;
    switch (random.below(12)) {
      case 0:
        return random.pick(NUMBERS);
      case 1:
        return random.below(2 ** 20) - 2 ** 19;
      case 2:
        return (random.next() - 0.5) * 2 ** random.below(70);
      case 3:
        return BigInt(random.below(2 ** 31)) ** BigInt(random.below(6)) *
          random.pick([1n, -1n]);
      case 4:
      case 5:
        return this.#text();
      case 6:
        return random.pick([true, false, null, undefined]);
      case 7:
        return new Date(random.pick([random.below(2 ** 41), NaN]));
      case 8:
        return new RegExp(
          random.pick(["a", "[^/]", "\ud800"]),
          random.pick(["", "g", "iu", "dsy"]),
        );
      case 9:
        return random.bytes(random.pick([0, 1, 9, 4095, 4096, 5000])).buffer;
      case 10:
        return this.#view();
      default:
        return this.#containers.length > 0
          ? random.pick(this.#containers)
          : undefined;
    }
  }

  #container(): unknown {
    const random = this.#random;
    const length = random.pick([0, 1, 2, 3, 3, 30]);
    const kind = random.below(5);
    const container = [
      (): unknown[] => [],
      () => ({}),
      () => new Map(),
      () => new Set(),
      () => new (random.pick(ERRORS))(this.#text()),
    ][kind]();
    this.#containers.push(container);
    this.#containersLeft--;
    this.#depth++;
    for (let i = 0; i < length; i++) {
      if (Array.isArray(container)) container.push(this.any());
      else if (container instanceof Map) container.set(this.any(), this.any());
      else if (container instanceof Set) container.add(this.any());
      else if (container instanceof Error) container.cause = this.any();
      else {
        Object.defineProperty(container, random.pick(KEYS), {
          value: this.any(),
          enumerable: true,
          configurable: true,
        });
      }
    }
    this.#depth--;
    return container;
  }

  #text(): string {
    const random = this.#random;
    const length = random.pick([0, 1, 5, 20, 70, 300]);
    // Of one kind mostly, since one odd character decides how all of it leaves.
    const texts = random.next() < 0.5 ? TEXTS : [random.pick(TEXTS)];
    return Array.from({ length }, () => random.pick(texts)).join("");
  }

  #view(): ArrayBufferView {
    const random = this.#random;
    const View = random.pick(VIEW_CLASSES);
    const itemSize = View.BYTES_PER_ELEMENT ?? 1;
    const items = random.pick([0, 1, 10, 600]);
    const offset = random.below(4) * itemSize;
    const memory = random.bytes(offset + items * itemSize + random.below(9));
    return new View(memory.buffer, offset, items);
  }
}
