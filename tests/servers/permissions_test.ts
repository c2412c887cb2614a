import { assertEquals, assertRejects } from "@std/assert";
import { connect } from "../../rpc/mod.ts";
import { RpcServer, type RpcServerMode } from "../../servers/mod.ts";
import { ServiceModule } from "./_service_module.ts";

const MODES: readonly RpcServerMode[] = ["threaded", "forking"];

/** A service that tries what a module may not do by itself. */
const SOURCE = `export default class {
  async read() {
    return await Deno.readTextFile(new URL("./data.txt", import.meta.url));
  }
  async write() {
    await Deno.writeTextFile(new URL("./data.txt", import.meta.url), "data");
    return "data";
  }
  env() {
    return Deno.env.get("RPCBENCH_TEST") ?? "data";
  }
  wholeEnv() {
    return Deno.env.toObject() && "data";
  }
  async run() {
    const { stdout } = await new Deno.Command("echo", { args: ["data"] }).output();
    return new TextDecoder().decode(stdout).trim();
  }
  async net() {
    const listener = Deno.listen({ hostname: "localhost", port: 0 });
    listener.close();
    return "data";
  }
  sys() {
    return Deno.hostname() && "data";
  }
  async import() {
    return (await import(new URL("./module.ts", import.meta.url).href)).data;
  }
}`;
const OTHERS = {
  "data.txt": "data",
  "module.ts": `export const data = "data";`,
};

/** What is tried, and the permission that it needs. */
const TRIALS = {
  read: "--allow-read",
  write: "--allow-write",
  env: "--allow-env",
  wholeEnv: "--allow-env",
  run: "--allow-run=echo",
  net: "--allow-net=localhost",
  sys: "--allow-sys=hostname",
  import: "--allow-read",
};

for (const mode of MODES) {
  Deno.test(`a service of rpc_${mode} may do nothing but serve`, async () => {
    await using module = await ServiceModule.write(SOURCE, OTHERS);
    await using server = await RpcServer.start({
      mode,
      port: 0,
      service: module.url,
    });
    await using connection = await connect(server);
    for (const method of Object.keys(TRIALS)) {
      const outcome = await connection.call(method).catch(nameOf);
      assertEquals([method, outcome], [method, "NotCapable"]);
    }
  });

  Deno.test(`a service of rpc_${mode} may do what it was permitted`, async () => {
    await using module = await ServiceModule.write(SOURCE, OTHERS);
    await using server = await RpcServer.start({
      mode,
      port: 0,
      service: module.url,
      permissions: [...new Set(Object.values(TRIALS))],
    });
    await using connection = await connect(server);
    for (const method of Object.keys(TRIALS)) {
      assertEquals([method, await connection.call(method)], [method, "data"]);
    }
  });

  Deno.test(`one permission of a service of rpc_${mode} brings no other`, async () => {
    await using module = await ServiceModule.write(SOURCE, OTHERS);
    await using server = await RpcServer.start({
      mode,
      port: 0,
      service: module.url,
      permissions: ["--allow-env=RPCBENCH_TEST"],
    });
    await using connection = await connect(server);
    assertEquals(await connection.call("env"), "data");
    await assertRejects(() => connection.call("read"));
  });
}

/** A dynamic import wraps what it was refused. */
function nameOf(error: Error): string {
  return error.message.includes("Requires") ? "NotCapable" : error.name;
}

for (const mode of MODES) {
  for (const permission of ["--allow-net", "--allow-all"]) {
    Deno.test(`a service of rpc_${mode} with ${permission} may reach any host`, async () => {
      await using module = await ServiceModule.write(SOURCE, OTHERS);
      await using server = await RpcServer.start({
        mode,
        port: 0,
        service: module.url,
        permissions: [permission],
      });
      await using connection = await connect(server);
      assertEquals(await connection.call("net"), "data");
    });
  }
}
