import { assertEquals, assertRejects } from "@std/assert";
import { createRpcConnection, RpcServer } from "../../servers/mod.ts";
import {
  assertEnded,
  childrenOf,
  descendantsOf,
  eventually,
  pause,
  stillRunning,
} from "./_process_tree.ts";
import { ServiceModule } from "./_service_module.ts";

/** The program of `_parent.ts`, and all that it started. */
class Parent implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  #killed = false;

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
  }

  static async start(work: string): Promise<Parent> {
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", import.meta.resolve("./_parent.ts"), work],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
      // A process group of its own, as a shell makes one for each command.
      detached: true,
    }).spawn();
    const parent = new Parent(process);
    const reader = process.stdout.getReader();
    const { done } = await reader.read();
    assertEquals(done, false, "the parent ended before it started anything");
    await reader.cancel();
    return parent;
  }

  get pid(): number {
    return this.#process.pid;
  }

  kill(): void {
    this.#killed = true;
    this.#process.kill("SIGKILL");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#killed) this.kill();
    await this.#process.status;
  }
}

// Four servers, and a process for each of the two connections of the forking one.
const TREE_SIZE = 6;

for (const work of ["idle", "busy"]) {
  Deno.test(`${work} servers end within a second of a parent killed with SIGKILL`, async () => {
    await using parent = await Parent.start(work);
    // That of the connection that proved the server's start is still ending.
    await eventually(
      async () => (await descendantsOf(parent.pid)).length === TREE_SIZE,
      5,
    );
    const pids = await descendantsOf(parent.pid);
    assertEquals(pids.length, TREE_SIZE);
    parent.kill();
    await assertEnded(pids, 1);
  });
}

Deno.test("a service that never ends loading ends within a second of a parent killed with SIGKILL", async () => {
  await using module = await ServiceModule.write("for (;;);");
  await using parent = await Parent.start(module.url);
  // The threaded server, and the forking one with a connection's process.
  const started = async () => (await descendantsOf(parent.pid)).length === 3;
  assertEquals(await eventually(started, 5), true);
  const pids = await descendantsOf(parent.pid);
  await pause(0.3); // until the service blocks
  parent.kill();
  await assertEnded(pids, 1);
});

Deno.test("Ctrl-C does not reach the servers, so that the parent can end them in its own time", async () => {
  await using parent = await Parent.start("idle");
  await pause(0.2);
  const pids = await descendantsOf(parent.pid);
  // As a terminal does it: to all processes of the group.
  Deno.kill(-parent.pid, "SIGINT");
  await pause(0.3);
  assertEquals(await stillRunning(pids), pids);
});

Deno.test("a connection's process that never yields ends with its supervisor, however that ends", async () => {
  await using module = await ServiceModule.write(`export default class {
    block() { for (;;); }
  }`);
  await using server = await RpcServer.start({
    mode: "forking",
    port: 0,
    service: module.url,
  });
  await using connection = await createRpcConnection(server);
  const call = assertRejects(() => connection.call("block"));
  await eventually(
    async () => (await childrenOf(server.pid)).length === 1,
    5,
  );
  const pids = await childrenOf(server.pid);
  assertEquals(pids.length, 1);
  await pause(0.2); // until the call blocks it
  Deno.kill(server.pid, "SIGKILL");
  await assertEnded(pids, 1);
  await call;
});
