import { assertEquals, assertStrictEquals } from "@std/assert";
import { Table } from "@cliffy/table";

/** The text of a template that starts on a line of its own. */
function text(strings: TemplateStringsArray): string {
  return strings[0].slice(1, -1);
}

const CELLS = [
  ["cell1", "cell2", "cell3"],
  ["cell1", "cell2", "cell3"],
];

const FOO = [
  ["foo bar baz", "baz", "beep boop"],
  ["baz", "beep boop", "foo bar baz"],
  ["beep boop", "foo bar baz", "baz"],
];

Deno.test("Table draws rows without borders, one space apart", () => {
  assertEquals(
    Table.from([["a", "b"], ["longer", 12.5]]).toString(),
    "a      b   \n" +
      "longer 12.5",
  );
});

Deno.test("Table draws a header above the body", () => {
  assertEquals(
    new Table().header(["1", "2", "3"]).body(CELLS).toString(),
    "1     2     3    \n" +
      "cell1 cell2 cell3\n" +
      "cell1 cell2 cell3",
  );
});

Deno.test("Table draws borders around every row", () => {
  assertEquals(
    new Table().header(["1", "2", "3"]).body(CELLS).border().toString(),
    text`
┌───────┬───────┬───────┐
│ 1     │ 2     │ 3     │
├───────┼───────┼───────┤
│ cell1 │ cell2 │ cell3 │
├───────┼───────┼───────┤
│ cell1 │ cell2 │ cell3 │
└───────┴───────┴───────┘
`,
  );
});

Deno.test("Table draws a header alone", () => {
  const table = new Table().header(["a", "b"]);

  assertEquals(table.toString(), "a b");
  assertEquals(
    table.border().toString(),
    text`
┌───┬───┐
│ a │ b │
└───┴───┘
`,
  );
});

Deno.test("Table draws nothing of no rows", () => {
  assertEquals(new Table().toString(), "");
  assertEquals(new Table().border().indent(2).toString(), "");
});

Deno.test("Table fills up rows that are too short", () => {
  assertEquals(
    Table.from([["a"], ["b", "c"], ["d", undefined]]).border().toString(),
    text`
┌───┬───┐
│ a │   │
├───┼───┤
│ b │ c │
├───┼───┤
│ d │   │
└───┴───┘
`,
  );
});

Deno.test("Table aligns columns, but not their headers", () => {
  assertEquals(
    new Table()
      .header(["Foo", "Bar", "Baz"])
      .body(FOO)
      .columns([{ align: "left" }, { align: "center" }, { align: "right" }])
      .border()
      .toString(),
    text`
┌─────────────┬─────────────┬─────────────┐
│ Foo         │ Bar         │ Baz         │
├─────────────┼─────────────┼─────────────┤
│ foo bar baz │     baz     │   beep boop │
├─────────────┼─────────────┼─────────────┤
│ baz         │  beep boop  │ foo bar baz │
├─────────────┼─────────────┼─────────────┤
│ beep boop   │ foo bar baz │         baz │
└─────────────┴─────────────┴─────────────┘
`,
  );
});

Deno.test("Table.column adds to the options of one column", () => {
  assertEquals(
    new Table()
      .header(["name", "calls"])
      .body([["ping", 5], ["echo", 1200]])
      .column(1, { padding: 3 })
      .column(1, { align: "right" })
      .toString(),
    "name calls\n" +
      "ping     5\n" +
      "echo  1200",
  );
});

Deno.test("Table.align aligns the header and columns without an align of their own", () => {
  assertEquals(
    new Table()
      .header(["name", "n"])
      .body([["a", "bcd"]])
      .align("right")
      .column(0, { align: "left" })
      .toString(),
    "name   n\n" +
      "a    bcd",
  );
});

Deno.test("Table puts the odd space of a centred text behind it", () => {
  assertEquals(
    Table.from([["even"], ["odd"]]).align("center").border().toString(),
    text`
┌──────┐
│ even │
├──────┤
│ odd  │
└──────┘
`,
  );
});

Deno.test("Table pads cells as told", () => {
  assertEquals(
    Table.from(CELLS).padding(0).border().toString(),
    text`
┌─────┬─────┬─────┐
│cell1│cell2│cell3│
├─────┼─────┼─────┤
│cell1│cell2│cell3│
└─────┴─────┴─────┘
`,
  );
  assertEquals(
    Table.from([["a", "b", "c"]]).padding([1, 3, 0]).toString(),
    "a b   c",
  );
});

Deno.test("Table indents every line", () => {
  assertEquals(
    Table.from([["a"], ["b"]]).indent(2).border().toString(),
    "  ┌───┐\n  │ a │\n  ├───┤\n  │ b │\n  └───┘",
  );
});

Deno.test("Table wraps text between words", () => {
  assertEquals(
    Table.from([
      ["Stet clita kasd gubergren, no sea takimata sanctus", "cell2"],
      ["cell1", "cell2"],
    ]).padding(0).maxColWidth(20).border().toString(),
    text`
┌───────────────┬─────┐
│Stet clita kasd│cell2│
│gubergren, no  │     │
│sea takimata   │     │
│sanctus        │     │
├───────────────┼─────┤
│cell1          │cell2│
└───────────────┴─────┘
`,
  );
});

Deno.test("Table breaks words that do not fit", () => {
  assertEquals(
    Table.from([
      ["cell1", "cell2 cell2", "cell3"],
      ["cell1", "cell2", "cell3"],
    ]).maxColWidth(4).toString(),
    "cell cell cell\n" +
      "1    2    3   \n" +
      "     cell     \n" +
      "     2        \n" +
      "cell cell cell\n" +
      "1    2    3   ",
  );
});

Deno.test("Table limits widths by column", () => {
  const expected = "abc abcdef\ndef       ";

  assertEquals(
    Table.from([["abcdef", "abcdef"]]).maxColWidth([3, 9]).toString(),
    expected,
  );
  assertEquals(
    Table.from([["abcdef", "abcdef"]]).column(0, { maxWidth: 3 }).toString(),
    expected,
  );
});

Deno.test("Table keeps the lines of a cell", () => {
  assertEquals(
    Table.from([["a\n\nlonger\n", "b"]]).border().toString(),
    text`
┌────────┬───┐
│ a      │ b │
│        │   │
│ longer │   │
└────────┴───┘
`,
  );
});

Deno.test("Table gives colours no room and wide characters two columns", () => {
  assertEquals(
    Table.from([["\u001b[31mred\u001b[39m", "b"], ["日本", "b"]]).toString(),
    "\u001b[31mred\u001b[39m  b\n日本 b",
  );
});

Deno.test("Table is an array of rows", () => {
  const table = new Table(["a"], ["b"]);
  table.push(["c"]);

  assertEquals(table.length, 3);
  assertEquals([...table], [["a"], ["b"], ["c"]]);
  assertEquals(table.toString(), "a\nb\nc");
  assertEquals(table.body([["d"]]).toString(), "d");
});

Deno.test("Table.from copies a table with its settings", () => {
  const table = new Table(["a", "b"])
    .header(["1", "2"])
    .padding(2)
    .indent(1)
    .border()
    .align("right")
    .maxColWidth(5)
    .column(0, { align: "left" });
  const copy = Table.from(table);
  copy.push(["c", "d"]);

  assertEquals(table.length, 1);
  assertEquals(copy.length, 2);
  assertEquals(copy.body([["a", "b"]]).toString(), table.toString());
});

Deno.test("Table.render prints the table", () => {
  const table = Table.from([["a", "b"]]);
  const printed: unknown[][] = [];
  const { log } = console;
  console.log = (...data) => void printed.push(data);
  try {
    assertStrictEquals(table.render(), table);
  } finally {
    console.log = log;
  }

  assertEquals(printed, [["a b"]]);
});
