import { assertEquals, assertStringIncludes } from "@std/assert";
import configuration from "../../deno.json" with { type: "json" };
import { SMALL_RUN } from "./_command_line.ts";
import { formatJsonReport } from "../../reports/json_report.ts";
import { documentOf, fullResult } from "../reports/_sample_document.ts";
import { ProgramFolder } from "./_program_folder.ts";

const ROOT = new URL("../../", import.meta.url);

/** What the bare names in this package's modules stand for, below `base`. */
async function importMap(base: string): Promise<Map<string, string>> {
  const map = new Map<string, string>(Object.entries(configuration.imports));
  for (const folder of configuration.links) {
    const text = await Deno.readTextFile(new URL(`${folder}/deno.json`, ROOT));
    const { name, imports = {} } = JSON.parse(text);
    map.set(name, new URL(`${folder}/mod.ts`, base).href);
    for (const [key, value] of Object.entries(imports)) {
      map.set(key, String(value));
    }
  }
  return map;
}

/** Bare names as a registry rewrites them when it takes a package in. */
function withoutBareNames(
  source: string,
  map: ReadonlyMap<string, string>,
): string {
  return source.replace(
    /(from |import\()"([^".][^"]*)"/g,
    (whole, before, specifier) => {
      for (const [name, target] of map) {
        if (specifier === name) return `${before}"${target}"`;
        if (specifier.startsWith(`${name}/`)) {
          return `${before}"${target}${specifier.slice(name.length)}"`;
        }
      }
      return whole;
    },
  );
}

/** Serves this package's files over HTTP, as a registry would. */
function servePackage(): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (
    request,
  ) => {
    const { pathname, origin } = new URL(request.url);
    const path = new URL(`.${pathname}`, ROOT);
    try {
      const source = await Deno.readTextFile(path);
      const json = pathname.endsWith(".json");
      const map = await importMap(`${origin}/`);
      return new Response(json ? source : withoutBareNames(source, map), {
        headers: {
          "content-type": json ? "application/json" : "application/typescript",
        },
      });
    } catch {
      return new Response("there is no such file", { status: 404 });
    }
  });
}

/**
 * Whether the npm registry has all that the packages ask for. A lock file, which
 * there is none of here, names what it has; the newest of a package may not be
 * there yet on every platform.
 */
async function resolvesWithoutLock(): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: [
      "cache",
      "--no-config",
      "--no-lock",
      ...Object.values(configuration.imports).filter((specifier) =>
        specifier.startsWith("npm:")
      ),
    ],
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}

const ignore = !await resolvesWithoutLock();

/** What the command line prints, from a URL and in a folder of its own. */
async function runFromUrl(args: readonly string[]): Promise<string> {
  await using registry = servePackage();
  const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "-A",
      `http://127.0.0.1:${registry.addr.port}/cli.ts`,
      ...args,
    ],
    cwd: await Deno.realPath("/"),
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test({
  name: "started from a URL, it measures all servers",
  ignore,
  fn: measureFromUrl,
});

Deno.test({
  name: "started from a URL, it makes a report that needs nothing else",
  ignore,
  fn: reportFromUrl,
});

Deno.test({
  name: "started from a URL, it profiles a program on this machine",
  ignore,
  fn: profileFromUrl,
});

Deno.test({
  name: "imported from a URL, it profiles servers",
  ignore,
  fn: profileServersFromUrl,
});

async function profileServersFromUrl(): Promise<void> {
  await using registry = servePackage();
  const servers = `http://127.0.0.1:${registry.addr.port}/servers/mod.ts`;
  const program = `
    import { HttpServer, RpcServer } from ${JSON.stringify(servers)};
    const options = { inspectable: true, port: 0 };
    for (const start of [
      () => RpcServer.start(options),
      () => RpcServer.start({ ...options, mode: "forking" }),
      () => HttpServer.start(options),
    ]) {
      await using server = await start();
      await server.startProfile({ cpuInterval: 0.001, memoryInterval: 0.1 });
      console.log((await server.stopProfile()).length > 0);
    }`;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", program],
    cwd: await Deno.realPath("/"),
  }).output();
  assertEquals(
    new TextDecoder().decode(stdout),
    "true\ntrue\ntrue\n",
    new TextDecoder().decode(stderr),
  );
}

async function measureFromUrl(): Promise<void> {
  const stdout = await runFromUrl(["--json", ...SMALL_RUN]);
  const { meta: _meta, ...servers } = JSON.parse(stdout);
  const failures = Object.entries<{ failed_requests: number }>(servers)
    .map(([name, { failed_requests }]) => [name, failed_requests]);
  assertEquals(failures, [
    ["rpc_threaded", 0],
    ["rpc_forking", 0],
    ["http_threaded", 0],
  ]);
}

async function reportFromUrl(): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const document = documentOf({
      rpc_threaded: fullResult("rpc_threaded", 1),
    });
    const path = `${folder}/run.json`;
    await Deno.writeTextFile(path, formatJsonReport(document));
    await runFromUrl(["report", path, "-o", `${folder}/report.html`]);
    const page = await Deno.readTextFile(`${folder}/report.html`);
    assertStringIncludes(page, "plotly.js (cartesian - minified)");
    assertStringIncludes(page, "prefers-color-scheme");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function profileFromUrl(): Promise<void> {
  await using folder = await ProgramFolder.withOwnCopy();
  const stdout = await runFromUrl([
    "profile",
    "--json",
    "--allow=net=127.0.0.1",
    `${folder.path}/program.ts`,
  ]);
  assertEquals(JSON.parse(stdout)["program.ts"].total_requests, 3);
  const lock = JSON.parse(await Deno.readTextFile(`${folder.path}/deno.lock`));
  assertEquals(lock.remote, undefined, "the program's lock file has changed");
}
