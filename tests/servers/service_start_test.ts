import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { connect } from "../../rpc/mod.ts";
import { RpcServer, type RpcServerMode } from "../../servers/mod.ts";
import { childrenOf } from "./_process_tree.ts";
import { ServiceModule } from "./_service_module.ts";

const MODES: readonly RpcServerMode[] = ["threaded", "forking"];

/** Services that do not start, and what the error must say. */
const BROKEN = [
  {
    title: "whose module imports what there is not",
    source: `import "./nothing_here.ts"; export default class {}`,
    words: "nothing_here.ts",
  },
  {
    title: "with a syntax error",
    source: `export default class { ping( {} }`,
    words: "service.ts:1:",
  },
  {
    title: "whose module throws",
    source: `throw new Error("no luck today"); export default class {}`,
    words: "no luck today",
  },
  {
    title: "whose default export is no class",
    source: `export default 5;`,
    words: "default export is 5",
  },
  {
    title: "whose default export is an arrow function",
    source: `export default () => 5;`,
    words: "it takes a class",
  },
  {
    title: "without a default export",
    source: `export class Service {}`,
    words: "default export is undefined",
  },
  {
    title: "whose constructor throws",
    source: `export default class {
      constructor() { throw new Error("no luck today"); }
    }`,
    words: "no luck today",
  },
];

/** Services that end, or keep, the process that they are loaded in. */
const SILENT = [
  {
    title: "that exits",
    source: `Deno.exit(42); export default class {}`,
    words: { threaded: "it ended with code 42", forking: "no connection" },
  },
  {
    title: "that blocks for ever",
    source: `for (;;); export default class {}`,
    words: { threaded: "silent for 1 s", forking: "no hello within 1 s" },
  },
];

for (const mode of MODES) {
  for (const { title, source, words } of BROKEN) {
    Deno.test(`rpc_${mode} does not start with a service ${title}, and says why`, async () => {
      await using module = await ServiceModule.write(source);
      assertStringIncludes(await failureOf(mode, module.url), words);
    });
  }

  for (const { title, source, words } of SILENT) {
    Deno.test(`rpc_${mode} does not start with a service ${title}`, async () => {
      await using module = await ServiceModule.write(source);
      assertStringIncludes(await failureOf(mode, module.url), words[mode]);
    });
  }

  Deno.test(`rpc_${mode} does not start without the service's module`, async () => {
    const url = import.meta.resolve("./no_such_service.ts");
    assertStringIncludes(await failureOf(mode, url), "no_such_service.ts");
  });

  Deno.test(`rpc_${mode} serves a module that imports others, without permission to read them`, async () => {
    await using module = await ServiceModule.write(
      `import { greeting } from "./greeting.ts";
      import words from "./words.json" with { type: "json" };
      export default class {
        greet() { return greeting + words.name; }
      }`,
      {
        "greeting.ts": `export const greeting: string = "Hello, ";`,
        "words.json": `{ "name": "world" }`,
      },
    );
    assertEquals(await callOnce(mode, module.url, "greet"), "Hello, world");
  });

  Deno.test(`rpc_${mode} serves a module that imports all of rpcbench, which needs no permission`, async () => {
    await using module = await ServiceModule.write(
      `import { RpcTarget } from "${import.meta.resolve("../../mod.ts")}";
      export default class extends RpcTarget {
        ping() { return "pong"; }
      }`,
    );
    assertEquals(await callOnce(mode, module.url, "ping"), "pong");
  });

  Deno.test(`rpc_${mode} serves a module that keeps a timer running`, async () => {
    await using module = await ServiceModule.write(
      `let ticks = 0;
      setInterval(() => ticks++, 1);
      export default class {
        ping() { return "pong"; }
      }`,
    );
    assertEquals(await callOnce(mode, module.url, "ping"), "pong");
  });

  Deno.test(`rpc_${mode} is not confused by what a service prints`, async () => {
    await using module = await ServiceModule.write(
      `const print = (text) =>
        Deno.stdout.writeSync(new TextEncoder().encode(text));
      print("loading, without an end of line");
      Deno.stdout.writeSync(Uint8Array.of(0xff, 0, 1));
      export default class {
        constructor() { print("a connection"); }
        ping() {
          print("\\u0001 and so on ");
          console.log("ping");
          console.error("ping");
          return "pong";
        }
      }`,
    );
    assertEquals(await callOnce(mode, module.url, "ping"), "pong");
  });

  Deno.test(`rpc_${mode} knows the processes of a service that prints`, async () => {
    await using module = await ServiceModule.write(
      `export default class {
        constructor() { Deno.stdout.writeSync(Uint8Array.of(65)); }
        ping() { return "pong"; }
      }`,
    );
    await using server = await RpcServer.start({
      mode,
      port: 0,
      service: module.url,
    });
    await using connection = await connect(server);
    await connection.call("ping");
    const pids = [server.pid, ...await childrenOf(server.pid)];
    assert(pids.every((pid) => server.processIds().includes(pid)));
  });
}

Deno.test("rpc_forking serves where the environment steers the dynamic linker", async () => {
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `import { RpcServer } from ${
        JSON.stringify(import.meta.resolve("../../servers/mod.ts"))
      };
      await using server = await RpcServer.start({ mode: "forking", port: 0 });
      console.log("started");`,
    ],
    env: { LD_LIBRARY_PATH: "/nowhere" },
  });
  const { stdout, stderr } = await command.output();
  const text = new TextDecoder();
  assertEquals(text.decode(stdout), "started\n", text.decode(stderr));
});

async function failureOf(
  mode: RpcServerMode,
  service: string,
): Promise<string> {
  const error = await assertRejects(
    () => RpcServer.start({ mode, port: 0, service, startTimeout: 1 }),
    Error,
  );
  return error.message;
}

async function callOnce(
  mode: RpcServerMode,
  service: string,
  method: string,
): Promise<unknown> {
  await using server = await RpcServer.start({ mode, port: 0, service });
  await using connection = await connect(server);
  return await connection.call(method);
}
