import { assertEquals } from "@std/assert";
import { formatPng, formatSvg } from "../../../reports/mod.ts";
import { BARS, LINES, PERCENTILES } from "../html/_sample_charts.ts";

Deno.test("a graph is the same, whatever was drawn before it", async () => {
  const [svg, png] = [await formatSvg(LINES), await formatPng(LINES)];
  await formatSvg(PERCENTILES);
  await Promise.all([formatPng(BARS), formatSvg(BARS)]);
  assertEquals(await formatSvg(LINES), svg);
  assertEquals(await formatPng(LINES), png);
});

Deno.test("a graph is the same in another process, folder, language and time zone", async () => {
  const [here, there] = await Promise.all([
    printed(".", { LANG: "en_US.UTF-8", TZ: "UTC" }),
    printed("/", {
      LANG: "de_DE.UTF-8",
      LC_ALL: "de_DE.UTF-8",
      TZ: "Asia/Tokyo",
    }),
  ]);
  assertEquals(there, here);
  assertEquals(here.startsWith(await formatSvg(LINES)), true);
});

async function printed(
  folder: string,
  environment: Record<string, string>,
): Promise<string> {
  const program = new URL("./_print_graphs.ts", import.meta.url);
  const configuration = new URL("../../../deno.json", import.meta.url);
  const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      "--config",
      configuration.pathname,
      program.href,
    ],
    cwd: folder,
    env: environment,
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}
