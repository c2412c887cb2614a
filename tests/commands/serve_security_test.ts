import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { type Security, SecurityError } from "../../rpc/mod.ts";
import {
  createRpcConnection,
  createTestCredentials,
} from "../../servers/mod.ts";
import { CommandLine, run } from "./_command_line.ts";

const LISTENING = /rpc, threaded, (\w+): listening on \S+:(\d+)\n/;
const key = crypto.getRandomValues(new Uint8Array(32));
const { client, server } = await createTestCredentials();

/** A folder with the files that a server and its clients have. */
async function credentialFiles() {
  const folder = await Deno.makeTempDir();
  const file = (name: string) => join(folder, name);
  await Deno.writeFile(file("key"), key);
  await Deno.writeFile(file("short"), key.subarray(0, 8));
  await Deno.writeTextFile(file("server.pem"), server.certificate);
  await Deno.writeTextFile(file("server.key"), server.privateKey);
  await Deno.writeTextFile(file("client.key"), client.privateKey);
  await Deno.writeTextFile(file("ca.pem"), server.authorities);
  return {
    file,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

Deno.test("serve rpc takes a key, or certificates, from files", async () => {
  await using files = await credentialFiles();
  const { file } = files;
  const kinds: readonly [Security, readonly string[]][] = [
    [{ kind: "authenticated", key }, ["--key-file", file("key")]],
    [client, [
      "--certificate",
      file("server.pem"),
      "--private-key",
      file("server.key"),
      "--ca",
      file("ca.pem"),
    ]],
  ];
  for (const [security, flags] of kinds) {
    await using commandLine = new CommandLine([
      "serve",
      "rpc",
      "--port=0",
      ...flags,
    ]);
    const [, kind, port] = await commandLine.says(LISTENING);
    assertEquals(kind, security.kind);
    await using connection = await createRpcConnection({
      port: Number(port),
      security,
    });
    assertEquals(await connection.root.ping(), "pong");
    await assertRejects(
      () => createRpcConnection({ port: Number(port) }),
      SecurityError,
    );
    commandLine.interrupt();
    assertEquals((await commandLine.outcome()).code, 130);
  }
});

Deno.test("serve says which file is of no use", async () => {
  await using files = await credentialFiles();
  const { file } = files;
  const certificate = ["--certificate", file("server.pem")];
  const wrong: readonly [readonly string[], string][] = [
    [["--key-file", file("nowhere")], "--key-file got "],
    [
      ["--key-file", file("short")],
      "--key-file has 8 bytes; it takes at least",
    ],
    [certificate, "--private-key is missing; TLS takes"],
    [[...certificate, "--key-file", file("key")], "--key-file is for "],
    [
      [
        ...certificate,
        "--private-key",
        file("client.key"),
        "--ca",
        file("ca.pem"),
      ],
      "--private-key does not belong to --certificate",
    ],
  ];
  for (const [flags, message] of wrong) {
    const { code, stderr } = await run(["serve", "rpc", "--port=0", ...flags]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, message);
    assertEquals(stderr.trimEnd().split("\n").length, 1);
  }
  const { code, stderr } = await run(["serve", "http", "--key-file=x"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "--key-file is for serve rpc only");
});
