import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { formatJsonReport } from "../../reports/mod.ts";
import { OutputFile } from "../../reports/output_file.ts";
import { documentOf, FLOOR, fullResult } from "./_sample_document.ts";

/** A folder for one test, removed after it. */
class Folder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<Folder> {
    return new Folder(await Deno.makeTempDir());
  }

  names(): string[] {
    return [...Deno.readDirSync(this.path)].map(({ name }) => name).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

Deno.test("OutputFile writes the text and leaves nothing else behind", async () => {
  await using folder = await Folder.make();
  const file = await OutputFile.prepare(`${folder.path}/result.json`);
  assertEquals(folder.names(), [], "preparing leaves no file");
  await file.write("one\n");
  await file.write("two\n");
  assertEquals(folder.names(), ["result.json"]);
  assertEquals(await Deno.readTextFile(`${folder.path}/result.json`), "two\n");
});

Deno.test("OutputFile makes the folders that are missing", async () => {
  await using folder = await Folder.make();
  const path = `${folder.path}/a/b/result.json`;
  await (await OutputFile.prepare(path)).write("{}");
  assertEquals(await Deno.readTextFile(path), "{}");
});

Deno.test("OutputFile keeps what was there until there is something new", async () => {
  await using folder = await Folder.make();
  const path = `${folder.path}/result.json`;
  await Deno.writeTextFile(path, "old");
  const file = await OutputFile.prepare(path);
  assertEquals(await Deno.readTextFile(path), "old");
  await file.write("new");
  assertEquals(await Deno.readTextFile(path), "new");
});

Deno.test("OutputFile replaces the file as a whole, so that no reader sees half of it", async () => {
  await using folder = await Folder.make();
  const path = `${folder.path}/result.json`;
  await Deno.writeTextFile(path, "old");
  using reader = await Deno.open(path);
  await (await OutputFile.prepare(path)).write("new and longer");
  const buffer = new Uint8Array(100);
  const read = await reader.read(buffer);
  assertEquals(new TextDecoder().decode(buffer.subarray(0, read ?? 0)), "old");
});

Deno.test("OutputFile tells before the run that it cannot write", async () => {
  await using folder = await Folder.make();
  await Deno.writeTextFile(`${folder.path}/file`, "");
  const error = await assertRejects(
    () => OutputFile.prepare(folder.path),
    Deno.errors.IsADirectory,
  );
  assertStringIncludes(error.message, folder.path);
  await assertRejects(
    () => OutputFile.prepare(`${folder.path}/file/result.json`),
    Error,
  );
  assertEquals(folder.names(), ["file"]);
});

Deno.test("OutputFile leaves no temporary file when it fails after the run", async () => {
  await using folder = await Folder.make();
  const path = `${folder.path}/result.json`;
  const file = await OutputFile.prepare(path);
  // Somebody makes a folder of that name while the benchmarks run.
  await Deno.mkdir(path);
  await assertRejects(() => file.write("{}"), Error);
  assertEquals(folder.names(), ["result.json"]);
});

Deno.test("OutputFile says what was wrong if even the folder is gone", async () => {
  await using folder = await Folder.make();
  const file = await OutputFile.prepare(`${folder.path}/gone/result.json`);
  await Deno.remove(`${folder.path}/gone`);
  await assertRejects(() => file.write("{}"), Deno.errors.NotFound);
});

Deno.test("the JSON report reads back as the same document", () => {
  const document = documentOf({ a: fullResult("a", 1) }, { floor: FLOOR });
  const text = formatJsonReport(document);
  assertEquals(JSON.parse(text), document);
  assert(text.endsWith("}\n"));
  assert(text.startsWith('{\n  "meta": {\n'));
});
