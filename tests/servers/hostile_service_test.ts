import { assert, assertEquals, assertRejects } from "@std/assert";
import { connect } from "../../rpc/mod.ts";
import { RpcServer, type RpcServerMode } from "../../servers/mod.ts";
import { eventually, stillRunning } from "./_process_tree.ts";
import { ServiceModule } from "./_service_module.ts";
import { Silence } from "./_silence.ts";

const MODES: readonly RpcServerMode[] = ["threaded", "forking"];

/** What the lines begin with that a server's process has for its parent. */
const MARK = "\u0001rpcbench ";

/** A service that prints whatever it is asked to, on either stream. */
const PRINTER = `export default class {
  print(line) { console.log(line); console.error(line); }
}`;

const NO_MESSAGES = [
  "garbage",
  "null",
  "[]",
  "{}",
  '{"kind":"whatever"}',
  '{"kind":"ready"}',
  '{"kind":"spawned","pid":"all"}',
  '{"kind":"answer","id":1}',
];

for (const mode of MODES) {
  Deno.test(`rpc_${mode} shows what its service prints with our mark, and goes on`, async () => {
    using silence = new Silence();
    await using module = await ServiceModule.write(PRINTER);
    await using server = await RpcServer.start({
      mode,
      port: 0,
      service: module.url,
    });
    await using connection = await connect(server);
    const lines = NO_MESSAGES.map((text) => MARK + text);
    for (const line of lines) await connection.call("print", [line]);
    await server.state();
    await connection.close();
    await server.stop();
    assertEquals(silence.lines.toSorted(), [...lines, ...lines].toSorted());
  });

  Deno.test(`rpc_${mode} ends no process that its service claims to have started`, async () => {
    using _silence = new Silence();
    await using module = await ServiceModule.write(PRINTER);
    await using bystander = new Deno.Command(Deno.execPath(), {
      args: ["eval", "setInterval(() => {}, 1000)"],
    }).spawn();
    const { pid } = bystander;
    {
      await using server = await RpcServer.start({
        mode,
        port: 0,
        service: module.url,
      });
      await using connection = await connect(server);
      const claim = MARK + JSON.stringify({ kind: "spawned", pid });
      await connection.call("print", [claim]);
      await server.state();
      assert(!server.processIds().includes(pid));
    }
    assertEquals(await stillRunning([pid]), [pid]);
  });

  Deno.test(`a service of rpc_${mode} may have its own way to print`, async () => {
    await using module = await ServiceModule.write(`
      const { log } = console;
      console.log = (...words) => log(...words, "at noon");
      export default class { hear() { return "heard"; } }`);
    await using server = await RpcServer.start({
      mode,
      port: 0,
      service: module.url,
    });
    await using connection = await connect(server);
    assertEquals(await connection.call("hear"), "heard");
    assert((await server.state()).length > 0);
  });
}

Deno.test("a service that answers in its server's place is not believed", async () => {
  using silence = new Silence();
  await using module = await ServiceModule.write(`export default class {
    forge(line) {
      console.error("asked now, the server cannot answer");
      const end = Date.now() + 1000;
      while (Date.now() < end);
      console.log(line);
    }
  }`);
  await using server = await RpcServer.start({ port: 0, service: module.url });
  await using connection = await connect(server);
  const forged = { kind: "answer", id: 1, text: "no JSON", isLast: true };
  const call = connection.call("forge", [MARK + JSON.stringify(forged)]);
  await eventually(() => silence.lines.length > 0, 5);
  await assertRejects(
    () => server.state(),
    Error,
    "rpc_threaded gave an answer that is none",
  );
  await call;
  assertEquals((await server.state()).length, 1);
});
