import { assertEquals } from "@std/assert";
import { type Remote, RpcTarget } from "../../rpc/mod.ts";
import { connectedPair } from "./_connected_pair.ts";
import { eventually } from "./_eventually.ts";

/** With a million it is the same, and takes a while. */
const CYCLES = 20_000;
const AT_ONCE = 500;

class Thing extends RpcTarget {
  get value(): number {
    return 5;
  }
}

class Things {
  make(): Thing {
    return new Thing();
  }
  use(f: Remote<() => number>): Promise<number> {
    return f();
  }
}

Deno.test("however many references come and go, none stays", async () => {
  await using pair = await connectedPair(Things);
  const { client, server } = pair;
  using _held = await client.root.make();
  const before = [{ held: 1, lent: 0 }, { held: 0, lent: 1 }];
  await eventually(() => server.references.lent === 1);
  const cycle = async (i: number) => {
    switch (i % 4) {
      case 0: {
        using _thing = await client.root.make();
        break;
      }
      case 1:
        assertEquals(await client.root.make().value, 5);
        break;
      case 2:
        assertEquals(await client.root.use(() => i), i);
        break;
      default: {
        using thing = client.root.make();
        assertEquals(await thing.value, 5);
      }
    }
  };
  for (let done = 0; done < CYCLES; done += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => cycle(i)));
  }
  await eventually(() =>
    server.references.lent === 1 && client.references.lent === 0
  );
  assertEquals([client.references, server.references], before);
});

Deno.test("what a program forgets is given back when memory is collected", async () => {
  const module = import.meta.resolve("../../rpc/mod.ts");
  const program = `
    import { RpcConnection, RpcTarget, tcpTransport } from ${
    JSON.stringify(module)
  };
    class Thing extends RpcTarget {}
    class Things extends RpcTarget {
      make() { return new Thing(); }
      get current() { return new Thing(); }
      list(n) { return Array.from({ length: n }, () => new Thing()); }
      fail() { throw new Error("x", { cause: new Thing() }); }
    }
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const socket = await Deno.connect({ hostname: "127.0.0.1", port });
    const [client, server] = await Promise.all([
      RpcConnection.open(tcpTransport(socket)),
      RpcConnection.open(tcpTransport(await listener.accept()), { service: Things }),
    ]);
    const { root } = client;
    async function forget() {
      for (let i = 0; i < 100; i++) {
        await root.make();
        await root.list(10);
        await root.current;
        await root.fail().catch(() => {});
        root.make();
        most = Math.max(most, server.references.lent);
      }
    }
    let most = 0;
    await forget();
    const start = performance.now();
    while (server.references.lent > 0 && performance.now() - start < 10_000) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    console.log(JSON.stringify([most > 100, server.references, client.references]));
    await Promise.all([client.close(), server.close()]);
    listener.close();
  `;
  const config = new URL(import.meta.resolve("../../deno.json")).pathname;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--config", config, "--v8-flags=--expose-gc", program],
  }).output();
  assertEquals(new TextDecoder().decode(stderr), "");
  assertEquals(JSON.parse(new TextDecoder().decode(stdout)), [
    true,
    { held: 0, lent: 0 },
    { held: 0, lent: 0 },
  ]);
});
