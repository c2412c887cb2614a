import { assertEquals, assertRejects } from "@std/assert";
import {
  obtain,
  type Remote,
  type RemoteArguments,
  type RemoteHandle,
  type RemotePromise,
  type RemoteValue,
  type RpcConnection,
  RpcTarget,
} from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";

class Shop {
  readonly name = "corner shop";
  readonly stock = new Map([["tea", 3]]);

  price(item: string, count = 1): number {
    return item.length * count;
  }
  buy(item: string): Promise<{ item: string; left: number }> {
    return Promise.resolve({ item, left: this.stock.get(item) ?? 0 });
  }
  _restock(): void {}
  private secret(): string {
    return this.secret();
  }
  protected takings(): number {
    return this.takings();
  }
}

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends
  (<T>() => T extends B ? 1 : 2) ? true : false;

/** Does not compile unless its type argument is `true`. */
function assertType<Holds extends true>(_holds?: Holds): void {}

Deno.test("the root has the public methods of the service, and their types", () => {
  assertType<Equal<keyof Remote<Shop>, "price" | "buy">>();
  assertType<
    Equal<
      Remote<Shop>["price"],
      (
        ...args: RemoteArguments<[item: string, count?: number]>
      ) => RemotePromise<number>
    >
  >();
  // A promise of a promise is one promise.
  assertType<
    Equal<
      Remote<Shop>["buy"],
      (
        ...args: RemoteArguments<[item: string]>
      ) => RemotePromise<{ item: string; left: number }>
    >
  >();
  assertType<Equal<RpcConnection<Shop>["root"], Remote<Shop>>>();
});

class Clerk extends RpcTarget {
  #name = "Ada";
  get name(): string {
    return this.#name;
  }
  set name(name: string) {
    this.#name = name;
  }
  get superior(): Clerk | undefined {
    return undefined;
  }
  get age(): Promise<number> {
    return Promise.resolve(36);
  }
  greet(other: Clerk, _loudly: boolean): string {
    return `Hello, ${other.name}`;
  }
  _gossip(): void {}
}

interface OfficeRecord {
  readonly clerk: Clerk;
  readonly others: Clerk[];
  readonly byName: Map<string, Clerk>;
  readonly at: Date;
  readonly bytes: Uint8Array;
  readonly nothing: null;
}

interface Office {
  clerk(id: number): Clerk;
  record(): Promise<OfficeRecord>;
  clerks(): AsyncIterable<Clerk>;
  bytes(): ReadableStream<Uint8Array>;
  adder(): (a: number, b: number) => number;
  hire(clerk: Remote<Clerk>, options: { onDone: Remote<() => void> }): void;
  isOpen(): boolean;
  close(now: boolean): void;
  sum(numbers: ReadableStream<number>): number;
  union(value: string | number[]): void;
  anything(value: unknown): unknown;
}

type Answer<Method> = Method extends (...args: never[]) => infer Result
  ? Awaited<Result>
  : never;

Deno.test("a target is a reference with its methods, and its properties as promises", () => {
  type Face = Remote<Clerk>;
  assertType<
    Equal<
      Exclude<keyof Face, keyof RemoteHandle<Clerk>>,
      "name" | "superior" | "age" | "greet"
    >
  >();
  assertType<Equal<Face["name"], RemotePromise<string>>>();
  assertType<Equal<Face["age"], RemotePromise<number>>>();
  assertType<Equal<Awaited<Face["superior"]>, Remote<Clerk> | undefined>>();
  assertType<Equal<Answer<Face["greet"]>, string>>();
});

Deno.test("targets within results are references, and plain data is itself", () => {
  type Face = Remote<Office>;
  type Received = Answer<Face["record"]>;
  assertType<Equal<Received["clerk"], Remote<Clerk>>>();
  assertType<Equal<Received["others"], Remote<Clerk>[]>>();
  assertType<Equal<Received["byName"], Map<string, Remote<Clerk>>>>();
  assertType<Equal<Received["at"], Date>>();
  assertType<Equal<Received["bytes"], Uint8Array>>();
  assertType<Equal<Received["nothing"], null>>();
  assertType<Equal<Answer<Face["clerk"]>, Remote<Clerk>>>();
  assertType<
    Equal<Answer<Face["clerks"]>, ReadableStream<Remote<Clerk>>>
  >();
  assertType<Equal<Answer<Face["bytes"]>, ReadableStream<Uint8Array>>>();
  assertType<
    Equal<Answer<Face["adder"]>, Remote<(a: number, b: number) => number>>
  >();
  assertType<Equal<Answer<Face["isOpen"]>, boolean>>();
  assertType<Equal<Answer<Face["anything"]>, unknown>>();
  // What comes home is the object itself.
  assertType<Equal<RemoteValue<Remote<Clerk>>, Clerk>>();
});

/** Only has to compile: what callers may write, each line of it. */
export async function use(
  office: Remote<Office>,
  clerk: Remote<Clerk>,
): Promise<void> {
  // What is built on an answer.
  const _name: string = await office.clerk(1).name;
  const _age: number = await office.record().others[2].age;
  const _sum: number = await office.adder()(1, 2);
  const _at: Date = await office.record().at;
  const _superior: string = await office.clerk(1).greet(clerk, true);
  // What may be given for a parameter.
  await clerk.greet(new Clerk(), true);
  await clerk.greet(clerk, office.isOpen());
  await clerk.greet(office.clerk(1), true);
  await clerk.greet(office.record().clerk, true);
  await office.close(office.isOpen());
  await office.hire(new Clerk(), { onDone: () => {} });
  await office.hire(clerk, { onDone() {} });
  await office.hire(office.clerk(1), { onDone: () => {} });
  await office.sum(ReadableStream.from([1, 2]));
  await office.sum((async function* () {
    yield 1;
  })());
  await office.union("text");
  await office.union([1, 2]);
  await office.anything(clerk);
  // Setting, obtaining, and letting go.
  await clerk.$set("name", "Grace");
  await clerk.$set("name", office.clerk(1).name);
  const copy = await obtain(clerk);
  const _copied: string = copy.name;
  const { others } = await obtain(office.record());
  const _names: string[] = others.map(({ name }) => name);
  const _older: number = others[0].age;
  using _held = await office.clerk(1);
  using _early = office.clerk(2);
}

/** Only has to compile: each line is an error that the types must catch. */
export async function misuseOfTargets(
  office: Remote<Office>,
  clerk: Remote<Clerk>,
): Promise<void> {
  // @ts-expect-error a property is a promise
  const _name: string = clerk.name;
  // @ts-expect-error properties are set by $set
  clerk.name = "Grace";
  // @ts-expect-error no property, but a method
  await clerk.$set("greet", () => "");
  // @ts-expect-error no such property
  await clerk.$set("size", 5);
  // @ts-expect-error wrong type of the value
  await clerk.$set("name", 5);
  // @ts-expect-error wrong type of the answer that is the value
  await clerk.$set("name", office.isOpen());
  // @ts-expect-error not offered: starts with _
  await clerk._gossip();
  // @ts-expect-error wrong type of what is built on
  await office.clerk(1).size;
  // @ts-expect-error plain data has no methods here
  await office.record().at.getTime();
  // @ts-expect-error text is no clerk
  await clerk.greet("Ada", true);
  // @ts-expect-error the answer is no clerk
  await clerk.greet(office.isOpen(), true);
  // @ts-expect-error an answer within data cannot be sent
  await office.union([office.adder()(1, 2)]);
  // @ts-expect-error a function of other parameters
  await office.hire(clerk, { onDone: (_n: number) => {} });
  // @ts-expect-error a stream of other values
  await office.sum(ReadableStream.from(["one"]));
  // @ts-expect-error the service cannot be disposed
  using _office = office;
  // @ts-expect-error methods do not come with a copy
  (await obtain(clerk)).greet;
  // @ts-expect-error nothing remote
  await obtain({ name: "Ada" });
}

/** Only has to compile: each line is an error that the types must catch. */
export async function misuse(shop: Remote<Shop>): Promise<void> {
  // @ts-expect-error wrong type of an argument
  await shop.price(1);
  // @ts-expect-error missing argument
  await shop.price();
  // @ts-expect-error one argument too many
  await shop.buy("tea", 1);
  // @ts-expect-error wrong type of the result
  const _wrong: string = await shop.price("tea");
  // @ts-expect-error the result is a promise
  const _early: number = shop.price("tea");
  // @ts-expect-error not offered: starts with _
  await shop._restock();
  // @ts-expect-error private
  await shop.secret();
  // @ts-expect-error protected
  await shop.takings();
  // @ts-expect-error a field
  shop.name.length;
  // @ts-expect-error a field
  await shop.stock.get("tea");
  // @ts-expect-error no such method
  await shop.sell();
}

Deno.test("what the types forbid is refused at run time as well", async () => {
  await using pair = await connectedPair(Shop);
  assertEquals(await pair.client.root.buy("tea"), { item: "tea", left: 3 });
  for (const name of ["_restock", "name", "stock", "sell"]) {
    await assertRejects(
      () => pair.client.call(name),
      TypeError,
      `the service has no method "${name}"`,
    );
  }
});
