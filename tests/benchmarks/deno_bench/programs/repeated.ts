/**
 * Benchmarks for `deno bench`: what happens to them, and what their document said
 * meanwhile, is the last line of standard error. The document goes to the file that
 * `OUTPUT` names.
 *
 * @module
 */
import { denoBench, RepeatedBenchmark } from "../../../../benchmarks/mod.ts";

const output = Deno.env.get("OUTPUT");
const events: string[] = [];
/** What the document had, each time that a benchmark was set up. */
const documents: unknown[] = [];

class Waiting extends RepeatedBenchmark {
  protected override setup(): void {
    events.push(`${this.metrics.name} is set up`);
    if (output === undefined) return;
    documents.push(JSON.parse(Deno.readTextFileSync(output)));
  }

  protected override work(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 1));
  }

  protected override teardown(): void {
    events.push(`${this.metrics.name} is torn down`);
  }
}

class Failing extends Waiting {
  #calls = 0;

  protected override work(): Promise<void> {
    if (++this.#calls > 20) throw new TypeError("enough");
    return super.work();
  }
}

function subject(name: string) {
  return { name, protocol: "none", repetitions: 1 };
}

const first = denoBench(new Waiting(subject("first")), {
  group: "waiting",
  baseline: true,
  output,
});
denoBench(new Failing(subject("failing")), { group: "waiting", output });
denoBench(new Waiting(subject("last")), { n: 5, output });

addEventListener("unload", () => {
  const samples = [...first.latencySamples() ?? []];
  console.error(JSON.stringify({ documents, events, samples }));
});
