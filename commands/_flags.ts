import { parseArgs } from "@std/cli";
import { closestMatch } from "leven";
import { UsageError } from "./_usage_error.ts";

/** One flag of a command: what it takes, and what it means. */
export interface Flag<Value> {
  /** What the help shows for its value; `undefined` for a flag that takes none. */
  readonly placeholder?: string;
  /** One sentence for the help. */
  readonly help: string;
  /** Other names, without dashes; those of one letter are given with one dash. */
  readonly aliases?: readonly string[];
  /** Its value when it is not given. */
  readonly default: Value;
  /** Reads what was given; throws an error that says what the flag takes. */
  readonly parse: (given: readonly string[]) => Value;
}

/** The flags of a command, by name without dashes. */
export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** The values of a command's flags. */
export type FlagValues<Declared extends Flags> = {
  readonly [Name in keyof Declared]: Declared[Name] extends Flag<infer Value>
    ? Value
    : never;
};

/**
 * Reads a command's arguments.
 *
 * @throws {UsageError} for an unknown flag, with the nearest one that there is,
 * for a value that a flag does not take, and for more than `mostOperands`
 * arguments that are no flags.
 */
export function parseFlags<Declared extends Flags>(
  command: string,
  flags: Declared,
  args: readonly string[],
  mostOperands = 0,
): { values: FlagValues<Declared>; operands: readonly string[] } {
  const names = Object.keys(flags);
  const valued = names.filter((name) => flags[name].placeholder !== undefined);
  const joined = joinNegativeNumbers(args);
  refuseWrongAssignments(flags, joined);
  const given = parseArgs(joined, {
    string: [...valued, "_"],
    boolean: names.filter((name) => flags[name].placeholder === undefined),
    collect: valued,
    alias: Object.fromEntries(
      names.map((name) => [name, [...flags[name].aliases ?? []]]),
    ),
    unknown: (argument, key) => {
      if (key !== undefined) throw unknownFlag(argument, flags);
    },
  });
  const operands = given._.map(String);
  if (operands.length > mostOperands) {
    throw new UsageError(
      `unexpected argument "${
        operands[mostOperands]
      }"; see rpcbench ${command} --help`,
    );
  }
  const values = names.map((
    name,
  ) => [name, valueOf(name, flags[name], given[name])]);
  return { values: Object.fromEntries(values), operands };
}

/**
 * How many of a command's arguments are its own, up to the first that is no
 * flag: the rest is for the program that this one names.
 */
export function countOwnArguments(
  flags: Flags,
  args: readonly string[],
): number {
  const valued = new Set(
    Object.entries(flags)
      .filter(([, { placeholder }]) => placeholder !== undefined)
      .flatMap(([name, { aliases = [] }]) => [name, ...aliases])
      .map(dashed),
  );
  let own = 0;
  while (args[own]?.startsWith("-")) {
    if (valued.has(args[own])) own++;
    own++;
  }
  return Math.min(own, args.length);
}

/** What the help of a command says of its flags. */
export function describeFlags(flags: Flags): string {
  const rows = Object.entries(flags).map(([name, flag]) => {
    const names = [name, ...flag.aliases ?? []].map(dashed).join(", ");
    const left = flag.placeholder === undefined
      ? names
      : `${names} ${flag.placeholder}`;
    const { default: value } = flag;
    const shown = typeof value === "number" || typeof value === "string"
      ? ` (default: ${value})`
      : "";
    return [left, flag.help + shown] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join(
    "\n",
  );
}

function valueOf(name: string, flag: Flag<unknown>, given: unknown): unknown {
  if (flag.placeholder === undefined) return given === true;
  const texts = Array.isArray(given) ? given.map(String) : [];
  if (texts.length === 0) return flag.default;
  try {
    return flag.parse(texts);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`--${name} ${error.message}`);
  }
}

/** A negative number after a flag would pass for a flag itself. */
function joinNegativeNumbers(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const flag = joined.at(-1) ?? "";
    if (/^-\d/.test(arg) && /^--[^=]+$/.test(flag)) {
      joined[joined.length - 1] = `${flag}=${arg}`;
    } else joined.push(arg);
  }
  return joined;
}

/** Refuses what the parser would take for something else: `--quick=x`, `--service=`. */
function refuseWrongAssignments(flags: Flags, args: readonly string[]): void {
  for (const [name, flag] of Object.entries(flags)) {
    for (const dashedName of [name, ...flag.aliases ?? []].map(dashed)) {
      const given = args.find((arg) => arg.startsWith(`${dashedName}=`));
      if (given === undefined) continue;
      const value = given.slice(dashedName.length + 1);
      if (value === "") valueOf(name, flag, [value]);
      if (flag.placeholder === undefined) {
        throw new UsageError(
          `--${name} got ${JSON.stringify(value)}; it takes no value`,
        );
      }
    }
  }
}

function unknownFlag(argument: string, flags: Flags): UsageError {
  const [name] = argument.replace(/^-+/, "").split("=");
  const known = Object.entries(flags)
    .flatMap(([name, { aliases = [] }]) => [name, ...aliases]);
  const begun = known.filter((it) => it.startsWith(name));
  const nearest = begun.length === 1 ? begun[0] : closestMatch(name, known);
  const hint = nearest === undefined
    ? ""
    : `; did you mean ${dashed(nearest)}?`;
  return new UsageError(`unknown flag ${argument.split("=")[0]}${hint}`);
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}
