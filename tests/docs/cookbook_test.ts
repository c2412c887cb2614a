import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { FINDING_TITLES } from "../../verdicts/diagnosis/server_finding.ts";
import { runHere } from "../commands/_run_here.ts";

const COOKBOOK = new URL("../../docs/cookbook.md", import.meta.url);
const text = await Deno.readTextFile(COOKBOOK);

/** A part of the page below a heading, up to the next one. */
interface Section {
  readonly title: string;
  readonly body: string;
}

const sections: readonly Section[] = text.split(/^#{1,3} (?=.)/m).slice(1)
  .map((section) => {
    const end = section.indexOf("\n");
    return { title: section.slice(0, end), body: section.slice(end) };
  });

/** What a page may wrap as it likes. */
function withoutWrapping(code: string): string {
  return code.replace(/\s+/g, " ").trim();
}

function linksIn(body: string): readonly string[] {
  return [...body.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target);
}

function blocksOf(language: string, body: string): readonly string[] {
  const block = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm");
  return [...body.matchAll(block)].map(([, code]) => code);
}

async function programsOf({ body }: Section): Promise<readonly string[]> {
  const paths = linksIn(body).filter((link) => link.endsWith(".ts"));
  return await Promise.all(
    paths.map((path) => Deno.readTextFile(new URL(path, COOKBOOK))),
  );
}

Deno.test("what the cookbook shows of a program, the program has", async () => {
  let shown = 0;
  for (const section of sections) {
    const programs = await programsOf(section);
    for (const code of blocksOf("ts ignore", section.body)) {
      shown++;
      assert(
        programs.map(withoutWrapping)
          .some((program) => program.includes(withoutWrapping(code))),
        `no program of "${section.title}" has this:\n${code}`,
      );
    }
  }
  assertGreater(shown, 10);
});

Deno.test("the cookbook's links lead somewhere", async () => {
  const anchors = sections.map(({ title }) =>
    `#${title.toLowerCase().replace(/[^\w\- ]/g, "").replaceAll(" ", "-")}`
  );
  for (const link of linksIn(text)) {
    if (link.startsWith("#")) assert(anchors.includes(link), link);
    else await Deno.stat(new URL(link, COOKBOOK));
  }
});

Deno.test("the tree tells of all that diagnose can find", () => {
  const [tree] = blocksOf("text", text);
  for (const kind of Object.keys(FINDING_TITLES)) {
    assertStringIncludes(tree, kind.replaceAll("_", " ").toUpperCase());
  }
});

Deno.test("the command lines that the cookbook shows are those of rpcbench", async () => {
  const lines = blocksOf("sh", text).join("").matchAll(/^rpcbench (.*)$/gm);
  for (const [line, rest] of lines) {
    const [command, ...words] = rest.split(" ");
    const { code, stdout } = await runHere([command, "--help"]);
    assertEquals(code, 0, line);
    for (const flag of words.filter((word) => word.startsWith("-"))) {
      assertMatch(stdout, new RegExp(`(^|[ ,])${flag}[ ,]`, "m"), line);
    }
  }
});

Deno.test("the programs that the cookbook starts are there", async () => {
  for (const block of blocksOf("sh", text)) {
    for (const [path] of block.matchAll(/examples\/\S+\.ts/g)) {
      await Deno.stat(new URL(`../${path}`, COOKBOOK));
    }
  }
});

Deno.test("each program in examples/ is in the cookbook", async () => {
  const links = linksIn(text);
  for (const folder of ["../examples/", "../examples/bench/"]) {
    for await (
      const { name, isFile } of Deno.readDir(new URL(folder, COOKBOOK))
    ) {
      if (isFile) assert(links.includes(`${folder}${name}`), name);
    }
  }
});

Deno.test("each program of the cookbook is run by a test", async () => {
  const tests = await Promise.all(
    (await Array.fromAsync(Deno.readDir(`${import.meta.dirname}/../examples`)))
      .filter(({ name }) => name.endsWith("_test.ts"))
      .map(({ name }) =>
        Deno.readTextFile(`${import.meta.dirname}/../examples/${name}`)
      ),
  );
  const programs = linksIn(text)
    .map((link) => link.match(/examples\/(.+)\.ts$/)?.[1])
    .filter((name) => name !== undefined);
  const never = programs.filter((name) =>
    !tests.some((source) => source.includes(`"${name}`))
  );
  assertEquals(never, []);
});
