import { assertEquals } from "@std/assert";
import { parseArgs } from "@std/cli";

Deno.test("parseArgs takes values after = and after a space", () => {
  const options = { string: ["output", "o"] } as const;

  assertEquals<unknown>(parseArgs(["--output=a=b"], options).output, "a=b");
  assertEquals<unknown>(parseArgs(["--output", "a"], options).output, "a");
  assertEquals<unknown>(parseArgs(["-o", "a"], options).o, "a");
  assertEquals<unknown>(parseArgs(["-o=a"], options).o, "a");
});

Deno.test("parseArgs takes values of short flags without a space where they cannot be flags", () => {
  assertEquals<unknown>(parseArgs(["-n100"]), { _: [], n: 100 });
  assertEquals<unknown>(parseArgs(["-n-2.5e3"]), { _: [], n: -2500 });
  assertEquals<unknown>(parseArgs(["-I/usr/lib"]), { _: [], I: "/usr/lib" });
  assertEquals<unknown>(parseArgs(["-ab/c"]), { _: [], a: true, b: "/c" });
  assertEquals<unknown>(parseArgs(["-f-"]), { _: [], f: "-" });
});

Deno.test("parseArgs takes letters after a short flag for flags", () => {
  assertEquals<unknown>(parseArgs(["-abc"]), {
    _: [],
    a: true,
    b: true,
    c: true,
  });
  assertEquals<unknown>(parseArgs(["-abc", "value"]), {
    _: [],
    a: true,
    b: true,
    c: "value",
  });
  assertEquals<unknown>(
    parseArgs(["-oxy"], { string: ["o"], boolean: ["y"] }),
    {
      _: [],
      o: "",
      x: true,
      y: true,
    },
  );
  assertEquals<unknown>(parseArgs(["-12", "3"]), { _: [], 1: true, 2: 3 });
});

Deno.test("parseArgs never takes a flag for a value", () => {
  assertEquals<unknown>(
    parseArgs(["--name", "--other", "-x"], { string: ["name"] }),
    {
      _: [],
      name: "",
      other: true,
      x: true,
    },
  );
  assertEquals<unknown>(parseArgs(["--name", "-"]), { _: ["-"], name: true });
  assertEquals<unknown>(parseArgs(["-n", "-"]), { _: [], n: "-" });
});

Deno.test("parseArgs gives boolean flags no value but true and false", () => {
  const options = { boolean: ["verbose", "v"] } as const;

  assertEquals<unknown>(parseArgs(["--verbose", "text"], options), {
    _: ["text"],
    verbose: true,
    v: false,
  });
  assertEquals<unknown>(
    parseArgs(["--verbose", "false", "-v", "true"], options),
    {
      _: [],
      verbose: false,
      v: true,
    },
  );
  assertEquals<unknown>(parseArgs(["--verbose=false"], options).verbose, false);
  assertEquals<unknown>(parseArgs(["--verbose=0"], options).verbose, true);
});

Deno.test("parseArgs takes all long flags for boolean when told so", () => {
  assertEquals<unknown>(
    parseArgs(["--a", "b", "--c=d", "-e", "f"], { boolean: true }),
    {
      _: ["b"],
      a: true,
      c: "d",
      e: "f",
    },
  );
});

Deno.test("parseArgs reads numbers but from string flags", () => {
  assertEquals<unknown>(
    parseArgs(["7", "0x10", "1e3", "v2", " ", "--n", "5", "--s", "05"], {
      string: ["s"],
    }),
    { _: [7, 16, 1000, "v2", " "], n: 5, s: "05" },
  );
  assertEquals<unknown>(parseArgs(["7", "08"], { string: ["_"] })._, [
    "7",
    "08",
  ]);
});

Deno.test("parseArgs keeps the last value, or all when collecting", () => {
  const args = ["--tag", "a", "--tag=b", "-t", "c"];

  assertEquals<unknown>(
    parseArgs(args, { string: ["tag"], alias: { tag: "t" } }),
    {
      _: [],
      tag: "c",
      t: "c",
    },
  );
  assertEquals<unknown>(
    parseArgs(args, {
      string: ["tag"],
      collect: ["tag"],
      alias: { tag: "t" },
    }),
    { _: [], tag: ["a", "b", "c"], t: ["a", "b", "c"] },
  );
});

Deno.test("parseArgs collects an empty array when nothing is given", () => {
  assertEquals<unknown>(
    parseArgs([], {
      string: ["name", "tag"],
      boolean: ["flag"],
      collect: ["tag", "flag", "other"],
    }),
    { _: [], tag: [], flag: [] },
  );
});

Deno.test("parseArgs negates only what is negatable", () => {
  assertEquals<unknown>(
    parseArgs(["--no-color", "--no-cache"], {
      boolean: ["color"],
      negatable: ["color"],
      default: { color: true },
    }),
    { _: [], color: false, "no-cache": true },
  );
  assertEquals<unknown>(
    parseArgs(["--tag", "a", "--no-tag"], {
      string: ["tag"],
      collect: ["tag"],
      negatable: ["tag"],
      alias: { tag: "t" },
    }),
    { _: [], tag: false, t: false },
  );
});

Deno.test("parseArgs fills in defaults, under every name", () => {
  const options = {
    string: ["host"],
    boolean: ["quiet"],
    alias: { host: ["h", "address"], quiet: "q" },
    default: { host: "localhost", port: 80 },
  } as const;

  assertEquals<unknown>(parseArgs([], options), {
    _: [],
    host: "localhost",
    h: "localhost",
    address: "localhost",
    port: 80,
    quiet: false,
    q: false,
  });
  assertEquals<unknown>(parseArgs(["-h", "there", "--port=1", "-q"], options), {
    _: [],
    host: "there",
    h: "there",
    address: "there",
    port: 1,
    quiet: true,
    q: true,
  });
});

Deno.test("parseArgs takes everything for positional after the first one when told so", () => {
  assertEquals<unknown>(
    parseArgs(["--a", "b", "run", "--c", "3"], { stopEarly: true }),
    { _: ["run", "--c", "3"], a: "b" },
  );
});

Deno.test("parseArgs leaves alone what follows --", () => {
  const args = ["--a", "b", "c", "--", "--d", "1"];

  assertEquals<unknown>(parseArgs(args), { _: ["c", "--d", "1"], a: "b" });
  assertEquals<unknown>(parseArgs(args, { "--": true }), {
    _: ["c"],
    a: "b",
    "--": ["--d", "1"],
  });
  assertEquals<unknown>(parseArgs([], { "--": true }), { _: [], "--": [] });
});

Deno.test("parseArgs asks about unknown arguments and drops what is refused", () => {
  const asked: unknown[][] = [];
  const result = parseArgs(
    ["run", "--known", "a", "-k", "b", "--other=5", "-x", "--flag", "-yz", "7"],
    {
      string: ["known"],
      boolean: ["flag"],
      alias: { known: "k" },
      unknown: (arg, key, value) => {
        asked.push([arg, key, value]);
        return arg === "run";
      },
    },
  );

  assertEquals<unknown>(asked, [
    ["run", undefined, undefined],
    ["--other=5", "other", "5"],
    ["-x", "x", true],
    ["-yz", "y", true],
    ["-yz", "z", "7"],
  ]);
  assertEquals<unknown>(result, { _: ["run"], known: "b", k: "b", flag: true });
});

Deno.test("parseArgs asks about flags that are only to be collected", () => {
  const asked: (string | undefined)[] = [];
  const result = parseArgs(["--tag", "a"], {
    collect: ["tag"],
    unknown: (_, key) => void asked.push(key),
  });

  assertEquals<unknown>(asked, ["tag"]);
  assertEquals<unknown>(result, { _: [], tag: ["a"] });
});

Deno.test("parseArgs keeps unknown arguments unless they are refused", () => {
  const result = parseArgs(["a", "--b"], { unknown: () => undefined });

  assertEquals<unknown>(result, { _: ["a"], b: true });
});

Deno.test("parseArgs takes an = without a value into the name", () => {
  assertEquals<unknown>(parseArgs(["--a="]), { _: [], "a=": true });
});

Deno.test("parseArgs types its result by its options", () => {
  const result = parseArgs(["--port=80", "--tag=a", "-q"], {
    string: ["port", "tag", "host"],
    boolean: ["quiet", "color"],
    collect: ["tag"],
    negatable: ["color"],
    alias: { quiet: "q" },
    default: { host: "localhost", retries: 3 },
    "--": true,
  });

  const port: string | undefined = result.port;
  const tag: string[] = result.tag;
  const host: string = result.host;
  const quiet: boolean = result.quiet;
  const q: boolean = result.q;
  const retries: unknown = result.retries;
  const other: unknown = result.other;
  const positionals: (string | number)[] = result._;
  const rest: string[] = result["--"];
  // @ts-expect-error: a flag that need not be given may be missing
  const missing: string = result.port;
  // @ts-expect-error: nothing is known of a flag that no option names
  const unknown: string = result.other;

  assertEquals<unknown>(
    [port, tag, host, quiet, q, retries, other, positionals, rest],
    ["80", ["a"], "localhost", true, true, 3, undefined, [], []],
  );
  assertEquals<unknown>([missing, unknown], [port, undefined]);
});
