import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  currentCall,
  offeredMethods,
  RpcTarget,
  type ServiceClass,
} from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";

let reached: string[] = [];

class Base {
  inherited(): void {
    reached.push("inherited");
  }
}

class Plain extends Base {
  static fixed(): void {
    reached.push("fixed");
  }
  field = () => reached.push("field");
  get accessor(): () => void {
    reached.push("accessor");
    return () => {};
  }
  set assigned(_value: unknown) {
    reached.push("assigned");
  }
  _private(): void {
    reached.push("_private");
  }
  __proto(): void {
    reached.push("__proto");
  }
  #hidden(): void {
    reached.push("#hidden");
  }
  [Symbol.iterator](): void {
    this.#hidden();
  }
  own(): string {
    return "own";
  }
}

const NEVER_OFFERED = [
  "",
  "__defineGetter__",
  "__proto",
  "__proto__",
  "_private",
  "#hidden",
  "accessor",
  "apply",
  "assigned",
  "constructor",
  "field",
  "fixed",
  "hasOwnProperty",
  "prototype",
  "Symbol.iterator",
  "then",
  "toString",
  "valueOf",
  "\ud800",
  "x".repeat(10_000),
];

Deno.test("only what a service offers can be reached", async () => {
  reached = [];
  await using pair = await connectedPair(Plain);
  for (const name of [...NEVER_OFFERED, "inherited"]) {
    await assertRejects(
      () => pair.client.call(name),
      TypeError,
      "the service has no method",
    );
  }
  assertEquals(await pair.client.root.own(), "own");
  assertEquals(reached, []);
});

Deno.test("with RpcTarget, the whole chain below it is offered", async () => {
  class Below extends RpcTarget {
    inherited(): string {
      return "below";
    }
    overridden(): string {
      return "below";
    }
    _private(): void {}
  }
  class Top extends Below {
    override overridden(): string {
      return `top of ${super.overridden()}`;
    }
    get accessor(): number {
      return 1;
    }
  }
  await using pair = await connectedPair(Top);
  assertEquals(await pair.client.root.inherited(), "below");
  assertEquals(await pair.client.root.overridden(), "top of below");
  for (const name of NEVER_OFFERED) {
    await assertRejects(() => pair.client.call(name), TypeError);
  }
});

Deno.test("the methods of RpcTarget's prototype chain end at RpcTarget", () => {
  class Empty extends RpcTarget {}
  assertEquals(offeredMethods(Empty), []);
  class Own {
    ["__proto__"](): void {}
    ["constructor "](): void {}
    toString(): string {
      return "own";
    }
  }
  // A class that has a method of this name itself means it to be called.
  assertEquals(offeredMethods(Own), ["constructor ", "toString"]);
});

Deno.test("Object itself offers nothing", () => {
  const service: ServiceClass = Object;
  assertEquals(offeredMethods(service), []);
});

Deno.test("an accessor hides the method that it overrides", () => {
  class Below extends RpcTarget {
    value(): number {
      return 1;
    }
  }
  const Top = class extends Below {};
  Object.defineProperty(Top.prototype, "value", { get: () => () => 2 });
  assertEquals(offeredMethods(Top), []);
});

Deno.test("a connection without a service offers nothing", async () => {
  await using pair = await connectedPair(Plain);
  await assertRejects(
    () => pair.server.call("own"),
    TypeError,
    'the service has no method "own"',
  );
});

Deno.test("a method is called on its service, with just the arguments given", async () => {
  class Inspector {
    readonly name = "inspector";
    look(...args: unknown[]): unknown[] {
      return [this.name, ...args];
    }
  }
  await using pair = await connectedPair(Inspector);
  assertEquals(await pair.client.root.look(), ["inspector"]);
  assertEquals(await pair.client.root.look(undefined, null), [
    "inspector",
    undefined,
    null,
  ]);
});

Deno.test("currentCall() is known only until a method's first await", async () => {
  class Patient {
    now(): boolean {
      return currentCall().signal.aborted;
    }
    async late(): Promise<void> {
      await Promise.resolve();
      currentCall();
    }
    failing(): never {
      currentCall();
      throw new RangeError("mine");
    }
  }
  await using pair = await connectedPair(Patient);
  assertEquals(await pair.client.root.now(), false);
  const [late, failing] = await Promise.allSettled([
    pair.client.root.late(),
    pair.client.root.failing(),
  ]);
  assertEquals(late.status, "rejected");
  if (late.status === "rejected") {
    assertEquals(late.reason.message.includes("before its first await"), true);
  }
  assertEquals(failing.status, "rejected");
  assertThrows(() => currentCall(), Error, "before its first await");
});
