import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { createRpcConnection, RpcServer } from "../../servers/mod.ts";
import { ServiceModule } from "./_service_module.ts";

const SERVICE = `
  import { greeting } from "words";
  import { Hono } from "hono";
  import { cors } from "hono/cors";
  export default class {
    greet() {
      return [greeting, typeof Hono, typeof cors];
    }
  }
`;

for (const mode of ["threaded", "forking"] as const) {
  Deno.test(`a service has the imports of its own deno.json, ${mode}`, async () => {
    await using module = await ServiceModule.write(SERVICE, {
      "deno.json": `{
        // The package's name stands for its parts too.
        "imports": { "words": "./words.ts", "hono": "npm:hono@4.13.19" },
      }`,
      "words.ts": 'export const greeting = "hello";',
    });
    const before = await namesIn(module.folder);
    await using server = await RpcServer.start({
      mode,
      port: 0,
      service: module.url,
      configuration: join(module.folder, "deno.json"),
    });
    await using connection = await createRpcConnection(server);
    const answer = await connection.call("greet", []);
    assertEquals(answer, ["hello", "function", "function"]);
    assertEquals(await namesIn(module.folder), before);
  });
}

Deno.test("a lock file beside the deno.json holds too, and stays as it is; a damaged one is named", async () => {
  const lock = '{ "version": "5", "specifiers": {}, "npm": {} }';
  await using module = await ServiceModule.write(SERVICE, {
    "deno.json":
      '{ "imports": { "words": "./words.ts", "hono": "npm:hono@4.13.19" } }',
    "words.ts": 'export const greeting = "hello";',
    "deno.lock": lock,
  });
  const options = {
    port: 0,
    service: module.url,
    configuration: join(module.folder, "deno.json"),
  };
  const path = join(module.folder, "deno.lock");
  {
    await using server = await RpcServer.start(options);
    await using connection = await createRpcConnection(server);
    const answer = await connection.call("greet", []);
    assertEquals(answer, ["hello", "function", "function"]);
    assertEquals(await Deno.readTextFile(path), lock);
  }
  await Deno.writeTextFile(path, lock.slice(0, 20));
  await assertRejects(() => RpcServer.start(options), TypeError, path);
});

async function namesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name).sort();
}
