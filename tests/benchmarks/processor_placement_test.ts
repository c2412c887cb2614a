import { assert, assertEquals } from "@std/assert";
import { HAS_TASKSET, onAllProcessors } from "../_on_all_processors.ts";

/**
 * Runs a program in a process of its own, since tests that run in parallel share
 * one process and so its processors. Returns what it prints, by lines; `allowed`
 * are the processors that a process may use, as Linux tells them.
 */
async function run(code: string): Promise<readonly string[]> {
  const { success, stdout, stderr } = await deno([
    "eval",
    "--config",
    `${import.meta.dirname}/../../deno.json`,
    `import { ProcessorPlacement } from "@x/rpcbench/benchmarks";
    import { RpcServer, createRpcConnection } from "@x/rpcbench/servers";
    const allowed = (pid) =>
      Deno.readTextFileSync(\`/proc/\${pid}/status\`)
        .match(/^Cpus_allowed_list:\\s*(\\S+)$/m)[1];
    ${code}`,
  ]);
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trimEnd().split("\n");
}

/** Starts a process that may use all processors, whatever this one may use now. */
async function deno(args: readonly string[]): Promise<Deno.CommandOutput> {
  const start = onAllProcessors(args);
  return await new Deno.Command(start.program, { args: [...start.args] })
    .output();
}

async function whyNot(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return "only Linux places processes";
  if (!HAS_TASKSET) return "there is no taskset";
  const { stdout } = await deno([
    "eval",
    "-p",
    "navigator.hardwareConcurrency",
  ]);
  const processors = Number(new TextDecoder().decode(stdout));
  return processors < 2 ? "there is one processor" : undefined;
}

const reason = await whyNot();
const ignore = reason !== undefined;
const suffix = ignore ? ` (skipped: ${reason})` : "";

Deno.test(
  `client and server are on processors of their own until disposal${suffix}`,
  {
    ignore,
  },
  async () => {
    const [
      clientBefore,
      serverBefore,
      client,
      server,
      clientAfter,
      serverAfter,
    ] = await run(`
      await using server = await RpcServer.start({ port: 0 });
      const print = () => console.log(allowed(Deno.pid) + "\\n" + allowed(server.pid));
      print();
      {
        await using placement = await ProcessorPlacement.separate({
          serverProcesses: () => server.processIds(),
        });
        if (!placement.separated) throw new Error("not separated");
        print();
      }
      print();
    `);
    assert(/^\d+$/.test(client), `one processor for the client: ${client}`);
    assert(client !== server, `both are on ${client}`);
    assertEquals([clientAfter, serverAfter], [clientBefore, serverBefore]);
  },
);

Deno.test(
  `a connection's process on the forking server is placed with its supervisor${suffix}`,
  {
    ignore,
  },
  async () => {
    const [client, ...servers] = await run(`
    await using server = await RpcServer.start({ mode: "forking", port: 0 });
    await using first = await createRpcConnection(server);
    await first.root.ping();
    await using placement = await ProcessorPlacement.separate({
      serverProcesses: () => server.processIds(),
    });
    await using second = await createRpcConnection(server);
    const pids = [server.pid, await first.root.processId(), await second.root.processId()];
    for (const pid of [Deno.pid, ...pids]) console.log(allowed(pid));
  `);
    assertEquals(servers.length, 3);
    assertEquals(new Set(servers).size, 1);
    assert(servers[0] !== client, `all are on ${client}`);
  },
);

Deno.test(`one processor is not parted, and stays as it was${suffix}`, {
  ignore,
}, async () => {
  const [before, separated, after] = await run(`
    await using server = await RpcServer.start({ port: 0 });
    const [first] = allowed(Deno.pid).match(/\\d+/);
    const args = ["--all-tasks", "--cpu-list", "--pid", first, String(Deno.pid)];
    await new Deno.Command("taskset", { args }).output();
    console.log(allowed(Deno.pid));
    await using placement = await ProcessorPlacement.separate({
      serverProcesses: () => server.processIds(),
    });
    console.log(placement.separated);
    console.log(allowed(Deno.pid));
  `);
  assertEquals(separated, "false");
  assertEquals(after, before);
});

Deno.test(
  `a server that has died does not keep the client from its processors${suffix}`,
  {
    ignore,
  },
  async () => {
    const [before, after] = await run(`
    await using server = await RpcServer.start({ port: 0 });
    console.log(allowed(Deno.pid));
    {
      await using _placement = await ProcessorPlacement.separate({
        serverProcesses: () => [server.pid],
      });
      Deno.kill(server.pid, "SIGKILL");
      await server.exited;
    }
    console.log(allowed(Deno.pid));
  `);
    assertEquals(after, before);
  },
);
