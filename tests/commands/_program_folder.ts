import { fileURLToPath } from "node:url";
import configuration from "../../deno.json" with { type: "json" };

const RPC = fileURLToPath(import.meta.resolve("../../rpc/"));
const LOCK = fileURLToPath(import.meta.resolve("../../deno.lock"));
const PROGRAM = fileURLToPath(import.meta.resolve("./programs/profiled.ts"));

/** A folder for a program, until disposed of. */
export class ProgramFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<ProgramFolder> {
    return new ProgramFolder(
      await Deno.makeTempDir({ prefix: "rpcbench-test-" }),
    );
  }

  /**
   * A folder with `program.ts`, which is `programs/profiled.ts` with a copy of
   * the protocol of its own.
   */
  static async withOwnCopy(): Promise<ProgramFolder> {
    const folder = await ProgramFolder.make();
    await Deno.mkdir(`${folder.path}/rpc`);
    for await (const { name } of Deno.readDir(RPC)) {
      await Deno.copyFile(`${RPC}${name}`, `${folder.path}/rpc/${name}`);
    }
    await folder.write("deno.json", { imports: packages() });
    // Without it, packages are resolved anew, by whatever a registry has today.
    await Deno.copyFile(LOCK, `${folder.path}/deno.lock`);
    const source = await Deno.readTextFile(PROGRAM);
    await folder.write(
      "program.ts",
      source.replace("../../../rpc/mod.ts", "./rpc/mod.ts"),
    );
    return folder;
  }

  /** Adds a file: a module's source, or what a JSON file holds. */
  async write(name: string, content: string | object): Promise<void> {
    const text = typeof content === "string"
      ? content
      : JSON.stringify(content);
    await Deno.writeTextFile(`${this.path}/${name}`, text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

/** The packages from npm that the protocol imports, each with what lies in it. */
function packages(): Record<string, string> {
  const { imports } = configuration;
  return Object.fromEntries(
    [["cbor-x", imports["cbor-x"]], ["hysnappy", imports.hysnappy]].flatMap((
      [name, source],
    ) => [[name, source], [`${name}/`, `${source.replace("npm:", "npm:/")}/`]]),
  );
}
