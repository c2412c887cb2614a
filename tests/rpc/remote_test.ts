import { assertEquals, assertRejects } from "@std/assert";
import type {
  Remote,
  RemoteArguments,
  RemotePromise,
  RpcConnection,
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
