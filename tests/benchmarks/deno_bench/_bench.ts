/** What `deno bench --json` says of a benchmark. */
export interface Bench {
  readonly name: string;
  readonly group: string | null;
  readonly baseline: boolean;
  readonly results: readonly {
    readonly ok: Readonly<Record<string, number>>;
    readonly failed?: unknown;
  }[];
}
