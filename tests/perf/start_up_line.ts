import { median } from "../../benchmarks/mod.ts";
import { formatDuration } from "../../units/units.ts";
import { inTurns, type Line, measured } from "./_line.ts";

/** How long the command line takes to start. */
export async function startUpLine(): Promise<Line> {
  const cli = new URL("../../cli.ts", import.meta.url).href;
  const { help, bare } = await inTurns(15, {
    bare: () => duration(["eval", "0"]),
    help: () => duration(["run", "-A", cli, "--help"]),
  });
  const more = median(help.map((value, i) => value - bare[i]));
  return measured(
    "--help, beyond what deno itself takes",
    formatDuration(Math.max(more, 0)),
    "100 ms",
    Math.max(more, 0) / 0.1,
    { atMost: 1 },
  );
}

async function duration(args: string[]): Promise<number> {
  const start = performance.now();
  await new Deno.Command(Deno.execPath(), { args }).output();
  return (performance.now() - start) / 1000;
}
