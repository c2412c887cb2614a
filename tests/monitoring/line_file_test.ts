import { assert, assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { MonitoredFile } from "./_monitored_file.ts";
import { LineFile, lineFiles } from "../../monitoring/records/_line_file.ts";
import { readMonitorRecords } from "../../monitoring/mod.ts";
import { eventually } from "../rpc/_eventually.ts";

const WRITER = fileURLToPath(import.meta.resolve("./programs/writer.ts"));

function filesOf(path: string): Promise<string[]> {
  return Array.fromAsync(lineFiles(path));
}

/** The lines of all files that there are, the oldest first; blank ones say nothing. */
async function linesOf(path: string): Promise<string[]> {
  const files = await Promise.all(
    (await filesOf(path)).map((file) => Deno.readTextFile(file)),
  );
  return files.flatMap((text) => text.split("\n").slice(0, -1))
    .filter((line) => line !== "");
}

Deno.test("a full file makes room for a new one, and the oldest goes", async () => {
  await using file = await MonitoredFile.make();
  const lines = new LineFile({
    path: file.path,
    maxFileSize: 100,
    maxFiles: 3,
  });
  for (let i = 0; i < 40; i++) {
    assertEquals(await lines.append([`first ${i}`, `second ${i}`]), 2);
  }
  assertEquals(await file.names(), [
    "monitor.jsonl",
    "monitor.jsonl.1",
    "monitor.jsonl.2",
  ]);
  const kept = await linesOf(file.path);
  const all = Array.from(
    { length: 40 },
    (_, i) => [`first ${i}`, `second ${i}`],
  ).flat();
  assertEquals(kept, all.slice(-kept.length));
  for (const path of await filesOf(file.path)) {
    assert((await Deno.stat(path)).size <= 100);
  }
});

Deno.test("one file is enough, and one append may be larger than that", async () => {
  await using file = await MonitoredFile.make();
  const lines = new LineFile({ path: file.path, maxFileSize: 5, maxFiles: 1 });
  await lines.append(["one"]);
  await lines.append(["much too long"]);
  await lines.append(["two"]);
  assertEquals(await file.names(), ["monitor.jsonl"]);
  assertEquals(await linesOf(file.path), ["two"]);
});

Deno.test("a torn line does not spoil the next", async () => {
  await using file = await MonitoredFile.make();
  await Deno.writeTextFile(file.path, 'whole\n{"torn":');
  const lines = new LineFile({
    path: file.path,
    maxFileSize: 100,
    maxFiles: 2,
  });
  assertEquals(await lines.append(["next", "last"]), 2);
  assertEquals(await linesOf(file.path), ["whole", '{"torn":', "next", "last"]);
});

Deno.test("whoever moves the file away meanwhile is not in the way", async () => {
  await using file = await MonitoredFile.make();
  const lines = new LineFile({
    path: file.path,
    maxFileSize: 100,
    maxFiles: 2,
  });
  await lines.append(["before"]);
  await Deno.rename(file.path, `${file.path}.old`);
  await lines.append(["after"]);
  assertEquals(await Deno.readTextFile(file.path), "after\n");
  assertEquals(await filesOf(file.path), [file.path]);
});

Deno.test("nobody makes room while the files are read, and no line is missed", async () => {
  await using file = await MonitoredFile.make();
  const lines = new LineFile({ path: file.path, maxFileSize: 8, maxFiles: 9 });
  for (const line of ["one", "two", "three"]) await lines.append([line]);
  const seen: string[] = [];
  for await (const path of lineFiles(file.path)) {
    // Each of these would move all of them, and the next that is read be another.
    await lines.append(["meanwhile"]);
    seen.push(await Deno.readTextFile(path));
  }
  assertEquals(seen.join("").split("\n").slice(0, 3), ["one", "two", "three"]);
  await lines.append(["then"]);
  assertEquals(await Deno.readTextFile(file.path), "then\n");
});

Deno.test("what was written is there although a process was killed while it made room", async () => {
  await using file = await MonitoredFile.make();
  await Deno.writeTextFile(`${file.path}.1`, "one\n");
  assertEquals(await linesOf(file.path), ["one"]);
  await Deno.remove(`${file.path}.1`);
  await assertRejects(() => linesOf(file.path), Deno.errors.NotFound);
});

Deno.test("a number that a killed process left free is used before the oldest goes", async () => {
  await using file = await MonitoredFile.make();
  await Deno.writeTextFile(`${file.path}.2`, "oldest\n");
  const lines = new LineFile({ path: file.path, maxFileSize: 8, maxFiles: 3 });
  await lines.append(["one"]);
  await lines.append(["second"]);
  assertEquals(await linesOf(file.path), ["oldest", "one", "second"]);
  await lines.append(["three"]);
  assertEquals(await linesOf(file.path), ["one", "second", "three"]);
});

Deno.test("many that write at once to files that fill up lose and tear nothing", async () => {
  await using file = await MonitoredFile.make();
  const options = { path: file.path, maxFileSize: 2000, maxFiles: 50 };
  const long = "x".repeat(100);
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      const lines = new LineFile(options);
      for (let i = 0; i < 40; i++) {
        await lines.append([`${writer} ${i} ${long}`, `${writer} ${i} end`]);
      }
    }),
  );
  const kept = await linesOf(file.path);
  assertEquals(
    kept.toSorted(),
    Array.from({ length: 8 }, (_, writer) =>
      Array.from(
        { length: 40 },
        (_, i) => [`${writer} ${i} ${long}`, `${writer} ${i} end`],
      )).flat(2).toSorted(),
  );
  assert((await file.names()).length > 3, "it never became full");
});

Deno.test("processes that are killed while they write to one file leave whole lines", async () => {
  await using file = await MonitoredFile.make();
  const writers = Array.from(
    { length: 2 },
    () =>
      new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", WRITER, file.path],
        stdout: "piped",
      }).spawn(),
  );
  // Each is killed at a moment of its own, in the midst of its work.
  await Promise.all(writers.map(async (writer) => {
    const { done } = await writer.stdout.getReader().read();
    assertEquals(done, false, "the writer did not start");
  }));
  let rotated = 0;
  const counting = setInterval(async () => {
    rotated = (await file.names()).length;
  }, 5);
  await eventually(() => rotated > 4);
  clearInterval(counting);
  for (const writer of writers) writer.kill("SIGKILL");
  await Promise.all(writers.map((writer) => writer.status));

  for (const path of await filesOf(file.path)) {
    for (const line of (await Deno.readTextFile(path)).split("\n")) {
      if (line !== "") JSON.parse(line);
    }
  }
  const records = await readMonitorRecords(file.path);
  const series = Map.groupBy(
    records,
    ({ operation, process }) => `${process.pid} ${operation}`,
  );
  assertEquals(series.size, 6);
  for (const ofOne of series.values()) {
    assert(ofOne.every(({ total_requests }) => total_requests === 1));
    // What one interval ends with, the next begins with: none is missing.
    const begins = ofOne.map(({ since }) => since).toSorted();
    const ends = ofOne.map(({ timestamp }) => timestamp).toSorted();
    assertEquals(begins.slice(1), ends.slice(0, -1));
  }
});
