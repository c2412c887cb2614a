import {
  amount,
  countAboveZero,
  type Form,
  isObject,
  listOf,
  nullable,
  objectOf,
  text,
  truth,
} from "../forms/form.ts";

/** What `deno bench --json` prints, as far as it is used here. */
export interface BenchReport {
  readonly version: 1;
  /** `Deno/2.9.6 x86_64-unknown-linux-gnu` */
  readonly runtime: string;
  readonly cpu: string;
  readonly benches: readonly Bench[];
}

/** One benchmark. */
export interface Bench {
  /** The URL of its module. */
  readonly origin: string;
  readonly group: string | null;
  readonly name: string;
  readonly results: readonly BenchOutcome[];
}

/** How a benchmark ended. */
export type BenchOutcome =
  | { readonly ok: BenchTimes }
  | { readonly failed: BenchFailure };

/** Times of samples, in nanoseconds. */
export interface BenchTimes {
  readonly n: number;
  readonly min: number;
  readonly max: number;
  readonly avg: number;
  readonly p75: number;
  readonly p99: number;
  readonly p995: number;
  readonly p999: number;
  /** Whether a sample is one iteration. */
  readonly highPrecision: boolean;
}

/** What was thrown. */
export interface BenchFailure {
  readonly name: string | null;
  readonly message: string | null;
  readonly exceptionMessage: string;
}

const TIMES = objectOf<BenchTimes>({
  n: countAboveZero,
  min: amount,
  max: amount,
  avg: amount,
  p75: amount,
  p99: amount,
  p995: amount,
  p999: amount,
  highPrecision: truth,
});

const FAILURE = objectOf<BenchFailure>({
  name: nullable(text),
  message: nullable(text),
  exceptionMessage: text,
});

const OUTCOME: Form = (value) =>
  isObject(value) && "failed" in value
    ? objectOf<{ failed: BenchFailure }>({ failed: FAILURE })(value)
    : objectOf<{ ok: BenchTimes }>({ ok: TIMES })(value);

const REPORT = objectOf<BenchReport>({
  runtime: text,
  cpu: text,
  benches: listOf(objectOf<Bench>({
    origin: text,
    group: nullable(text),
    name: text,
    results: listOf(OUTCOME),
  })),
});

/**
 * Makes sure that a value is what `deno bench --json` prints.
 *
 * @throws {TypeError} that says what is wrong with it.
 */
export function requireBenchReport(
  value: unknown,
): asserts value is BenchReport {
  if (!isObject(value) || !("benches" in value) || !("runtime" in value)) {
    throw new TypeError("it is JSON, but not that of deno bench --json");
  }
  if (value.version !== 1) {
    throw new TypeError(
      `its version is ${
        JSON.stringify(value.version)
      }; this version of rpcbench reads 1`,
    );
  }
  const fault = REPORT(value)?.replace(/^\./, "");
  if (fault !== undefined) throw new TypeError(`it is damaged: ${fault}`);
}
