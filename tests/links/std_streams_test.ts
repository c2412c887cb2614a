import { assertEquals } from "@std/assert";
import { TextLineStream, toText } from "@std/streams";

async function linesOf(
  chunks: string[],
  options?: { allowCR?: boolean },
): Promise<string[]> {
  return await Array.fromAsync(
    ReadableStream.from(chunks).pipeThrough(new TextLineStream(options)),
  );
}

Deno.test("TextLineStream ends lines at \\n and at \\r\\n", async () => {
  assertEquals(await linesOf(["one\ntwo\r\nthree"]), ["one", "two", "three"]);
});

Deno.test("TextLineStream joins what chunks cut apart", async () => {
  assertEquals(await linesOf(["o", "ne\r", "\ntw", "o\n", "\nthree"]), [
    "one",
    "two",
    "",
    "three",
  ]);
});

Deno.test("TextLineStream keeps empty lines but adds none at the end", async () => {
  assertEquals(await linesOf(["\n\none\n\n"]), ["", "", "one", ""]);
  assertEquals(await linesOf(["one\n"]), ["one"]);
  assertEquals(await linesOf([]), []);
});

Deno.test("TextLineStream keeps a lone \\r unless it is allowed to end lines", async () => {
  const chunks = ["one\rtwo\r", "\nthree\r", "four\n\rfive\r"];

  assertEquals(await linesOf(chunks), ["one\rtwo", "three\rfour", "\rfive\r"]);
  assertEquals(await linesOf(chunks, { allowCR: true }), [
    "one",
    "two",
    "three",
    "four",
    "",
    "five",
  ]);
  assertEquals(await linesOf(["one\r\r\n"], { allowCR: true }), ["one", ""]);
});

Deno.test("toText joins strings", async () => {
  assertEquals(await toText(ReadableStream.from(["one ", "two"])), "one two");
  assertEquals(await toText(ReadableStream.from<string>([])), "");
});

Deno.test("toText decodes bytes, also characters that chunks cut apart", async () => {
  const [first, second, ...rest] = new TextEncoder().encode("é, €");
  const stream = ReadableStream.from([
    Uint8Array.of(first),
    Uint8Array.of(second, ...rest),
  ]);

  assertEquals(await toText(stream), "é, €");
});
