import { assert } from "@std/assert";
import { join } from "node:path";
import type { Step } from "./_workflow.ts";

/** How a step ended, and what it left. */
export interface StepEnd {
  readonly name: string;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What steps find when they start. */
export interface StepRunnerOptions {
  /** The folder that they start in: their workspace. */
  readonly folder: string;
  /** What expressions stand for: `inputs.folder`, `github.base_ref`. */
  readonly context: Readonly<Record<string, string>>;
  /** What else is in their environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs steps as GitHub does those of a composite action, as far as the ones that
 * are tested need it: one after another, by bash, each with files for its outputs
 * and its summary.
 */
export class StepRunner {
  readonly #options: StepRunnerOptions;
  readonly #context: Map<string, string>;
  readonly #ends: StepEnd[] = [];
  #summary = "";

  /** Starts in a folder that is there. */
  constructor(options: StepRunnerOptions) {
    this.#options = options;
    this.#context = new Map(Object.entries(options.context));
  }

  /** How the steps ended that were run. */
  get ends(): readonly StepEnd[] {
    return this.#ends;
  }

  /** What they wrote to the summary, one after another. */
  get summary(): string {
    return this.#summary;
  }

  /** The names of those that failed. */
  get failed(): readonly string[] {
    return this.#ends.filter(({ code }) => code !== 0).map(({ name }) => name);
  }

  /** Runs steps, but for those whose conditions do not hold. */
  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) if (this.#isDue(step)) await this.#runStep(step);
  }

  /** What a text says once its expressions are filled in. */
  filled(text: string): string {
    return text.replaceAll(
      /\$\{\{\s*([\w.-]+)\s*\}\}/g,
      (_, name: string) => this.#valueOf(name),
    );
  }

  #isDue({ if: condition }: Step): boolean {
    const terms = (condition ?? "success()").replaceAll(/^\$\{\{|\}\}$/g, "")
      .split("&&").map((term) => term.trim());
    if (!terms.includes("!cancelled()") && this.failed.length > 0) return false;
    return terms.every((term) => {
      if (term === "!cancelled()" || term === "success()") return true;
      const [, name, operator, literal] =
        /^([\w.-]+) ([!=]=) '(.*)'$/.exec(term) ?? [];
      assert(name !== undefined, `no condition that is known: ${term}`);
      return (this.#valueOf(name) === literal) === (operator === "==");
    });
  }

  async #runStep({ env = {}, id, name = "", run }: Step): Promise<void> {
    if (run === undefined) return;
    const files = await Deno.makeTempDir();
    try {
      const file = (name: string) => join(files, name);
      for (const output of ["output", "summary"]) {
        await Deno.writeTextFile(file(output), "");
      }
      await Deno.writeTextFile(file("script"), run);
      const { code, stderr, stdout } = await new Deno.Command("bash", {
        args: ["--noprofile", "--norc", "-eo", "pipefail", file("script")],
        cwd: this.#options.folder,
        env: {
          NO_COLOR: "1",
          GITHUB_ACTIONS: "true",
          GITHUB_OUTPUT: file("output"),
          GITHUB_STEP_SUMMARY: file("summary"),
          ...this.#options.env,
          ...Object.fromEntries(
            Object.entries(env).map(([key, text]) => [key, this.filled(text)]),
          ),
        },
        stdin: "null",
      }).output();
      const decoder = new TextDecoder();
      this.#ends.push({
        name,
        code,
        stdout: decoder.decode(stdout),
        stderr: decoder.decode(stderr),
      });
      this.#summary += await Deno.readTextFile(file("summary"));
      const outputs = await Deno.readTextFile(file("output"));
      for (const line of outputs.split("\n").filter((line) => line !== "")) {
        const [key, ...value] = line.split("=");
        this.#context.set(`steps.${id}.outputs.${key}`, value.join("="));
      }
    } finally {
      await Deno.remove(files, { recursive: true });
    }
  }

  #valueOf(name: string): string {
    const value = this.#context.get(name);
    assert(value !== undefined, `nothing is known as ${name}`);
    return value;
  }
}
