import { assertEquals, assertStringIncludes } from "@std/assert";
import { BARE, documentOf } from "./_sample_document.ts";
import { runsNamed, sectionOf, textOf } from "./_sections_of.ts";

/** The table of resources of a server that waited for so many seconds. */
function resources(wait: { processor_wait?: number }) {
  const document = documentOf({
    server: {
      ...BARE,
      server_process: { cpu_seconds: 1, rss_max: 1e8, ...wait },
    },
  });
  const [table] = sectionOf(runsNamed({ run: document }), "resources").tables;
  const [names, row] = textOf(table);
  return { note: table.note ?? "", waits: row[names.indexOf("server waits")] };
}

Deno.test("that a process waited for no time at all is told, and what that means", () => {
  const { note, waits } = resources({ processor_wait: 0 });
  assertEquals(waits, "0.00 ns");
  assertStringIncludes(note, "their event loops are ready to run");
  assertEquals(resources({}).note.includes("ready to run"), false);
});
