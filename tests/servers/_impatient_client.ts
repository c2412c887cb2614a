/**
 * Gives up on requests, then asks once more. What it prints on standard error is
 * what the server has to say about that.
 *
 * @module
 */
import { HttpServer } from "../../servers/mod.ts";
import { pause } from "./_process_tree.ts";

await using server = await HttpServer.start({ port: 0 });
for (const path of ["/sleep/0.01", "/sleep/30", "/download/100000000"]) {
  const controller = new AbortController();
  const response = fetch(server.url + path, { signal: controller.signal });
  await pause(0.1);
  controller.abort();
  await response.then((response) => response.body?.cancel()).catch(() => {});
}
await pause(0.2);
console.log(await (await fetch(`${server.url}/ping`)).text());
