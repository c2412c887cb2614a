import { assert, assertEquals, assertThrows } from "@std/assert";
import { BenchFile } from "../../../benchmarks/deno_bench/_bench_file.ts";
import { ServiceModule } from "../../servers/_service_module.ts";

Deno.test("a file is replaced as a whole, in a folder that need not be there", async () => {
  await using files = await ServiceModule.write("");
  const path = `${files.folder}/of/results.json`;
  const file = new BenchFile(path);
  file.write("a long text");
  file.write("short");
  assertEquals(await Deno.readTextFile(path), "short");
});

Deno.test("a link stays a link, and a device a device", async () => {
  await using files = await ServiceModule.write("", { "results.json": "" });
  const path = (name: string) => `${files.folder}/${name}`;
  await Deno.symlink(path("results.json"), path("link"));
  await Deno.symlink("/dev/null", path("nowhere"));
  for (const name of ["link", "nowhere"]) {
    new BenchFile(path(name)).write("text");
    assert((await Deno.lstat(path(name))).isSymlink, name);
  }
  assertEquals(await Deno.readTextFile(path("results.json")), "text");
});

Deno.test("what cannot be written leaves nothing behind", async () => {
  await using files = await ServiceModule.write("");
  const path = `${files.folder}/results.json`;
  const file = new BenchFile(path);
  // A folder cannot be replaced by a file.
  await Deno.mkdir(path);
  assertThrows(() => file.write("text"));
  const left = await Array.fromAsync(Deno.readDir(files.folder));
  assertEquals(
    left.map(({ name }) => name).toSorted(),
    ["results.json", "service.ts"],
  );
});
