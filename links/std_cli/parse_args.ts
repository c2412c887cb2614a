// `parseArgs` of `node:util` cannot stand in: it knows no defaults for aliases,
// no numbers and no `unknown` callback, and an option it was not told of never
// takes the next argument as its value. Unlike the real one, this takes a dot in
// a flag's name for a character like any other.

import type { Aliases, Args, Flags, FlagValues } from "./_types.ts";

export type { Args } from "./_types.ts";

/** What {@linkcode parseArgs} can be told of the flags to expect. */
export interface ParseOptions<
  TBoolean extends string | boolean = string | boolean,
  TString extends string = string,
  TCollect extends string = string,
  TNegatable extends string = string,
  TDefault extends FlagValues = FlagValues,
  TAlias extends Aliases = Aliases,
  TDoubleDash extends boolean = boolean,
> {
  /** Whether the arguments after `--` go to the result's `--`, not to its `_`. */
  "--"?: TDoubleDash;
  /** Further names of flags. */
  alias?: TAlias;
  /** Flags that take no value, or `true` for every long one without a `=`. */
  boolean?: TBoolean | readonly Extract<TBoolean, string>[];
  /** Values of the flags that are not given. */
  default?: TDefault;
  /** Whether everything from the first positional argument on is positional. */
  stopEarly?: boolean;
  /** Flags whose values are never read as numbers; `_` for the positionals. */
  string?: TString | readonly TString[];
  /** Flags that gather the values of all their uses in an array. */
  collect?: TCollect | readonly TCollect[];
  /** Flags that `--no-…` sets to `false`. */
  negatable?: TNegatable | readonly TNegatable[];
  /** Told of each argument that no option names; returning `false` drops it. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

type FlagValue = string | number | boolean;

/** Parses command line arguments into flags and positionals. */
export function parseArgs<
  TDoubleDash extends boolean = false,
  TBoolean extends string | boolean = never,
  TString extends string = never,
  TCollect extends string = never,
  TNegatable extends string = never,
  TDefault extends FlagValues = Record<never, never>,
  const TAlias extends Aliases = Record<never, never>,
>(
  args: string[],
  options?: ParseOptions<
    TBoolean,
    TString,
    TCollect,
    TNegatable,
    TDefault,
    TAlias,
    TDoubleDash
  >,
): Args<
  Flags<TBoolean, TString, TCollect, TNegatable, TDefault, TAlias>,
  TDoubleDash
>;
export function parseArgs(args: string[], options: ParseOptions = {}): Args {
  const aliases = aliasesOf(options.alias);
  const booleans = named(options.boolean);
  const strings = named(options.string);
  const collected = named(options.collect);
  const negatable = named(options.negatable);
  const result: Args = { _: [] };

  const end = args.indexOf("--");
  const before = end === -1 ? args : args.slice(0, end);
  const after = end === -1 ? [] : args.slice(end + 1);

  for (let index = 0; index < before.length; index++) {
    const arg = before[index];
    const next = before[index + 1] ?? "";
    if (!isFlag(arg)) {
      if (options.unknown?.(arg) !== false) {
        result._.push(strings.has("_") ? arg : numberOr(arg));
      }
      if (!options.stopEarly) continue;
      result._.push(...before.slice(index + 1));
      break;
    }
    const tookNext = arg.startsWith("--")
      ? readLong(arg, next)
      : readShort(arg, next);
    if (tookNext) index++;
  }

  for (const [name, value] of Object.entries(options.default ?? {})) {
    if (Object.hasOwn(result, name)) continue;
    for (const key of [name, ...aliases.get(name) ?? []]) result[key] = value;
  }
  for (const name of booleans) {
    if (!Object.hasOwn(result, name)) {
      result[name] = collected.has(name) ? [] : false;
    }
  }
  for (const name of strings) {
    if (!Object.hasOwn(result, name) && collected.has(name)) result[name] = [];
  }
  if (options["--"]) result["--"] = after;
  else result._.push(...after);
  return result;

  function named(names: ParseOptions["boolean"] = []): Set<string> {
    const listed = typeof names === "string" ? [names] : names;
    return new Set(
      typeof listed === "boolean"
        ? []
        : listed.flatMap((name) => [name, ...aliases.get(name) ?? []]),
    );
  }

  /** Reads `--key`, `--key=value` or `--no-key`, and tells whether it took `next`. */
  function readLong(arg: string, next: string): boolean {
    const { negated, key, value } = split(arg.slice(2));
    if (value !== undefined) {
      set(key, booleans.has(key) ? value !== "false" : value, arg);
      return false;
    }
    if (negated && negatable.has(key)) {
      // `--no-…` takes back all that was collected.
      set(key, false, arg, false);
      return false;
    }
    const name = negated ? `no-${key}` : key;
    const takesValue = !booleans.has(name) && options.boolean !== true;
    return readValue(name, arg, next, takesValue && !next.startsWith("-"));
  }

  /** Reads `-k`, `-k=value`, `-k1` or a cluster `-abc`, and tells whether it took `next`. */
  function readShort(arg: string, next: string): boolean {
    for (let index = 1; index < arg.length - 1; index++) {
      const key = arg[index];
      const rest = arg.slice(index + 1);
      const value = rest === "-" ? rest : attached(key, rest);
      set(key, value ?? (strings.has(key) ? "" : true), arg);
      if (value !== undefined) return false;
    }
    const key = arg.slice(-1);
    const takesValue = !booleans.has(key) && !/^--?[^-]/.test(next);
    return readValue(key, arg, next, takesValue);
  }

  function readValue(
    key: string,
    arg: string,
    next: string,
    takesValue: boolean,
  ): boolean {
    if (next !== "" && takesValue) {
      set(key, next, arg);
      return true;
    }
    if (next === "true" || next === "false") {
      set(key, next === "true", arg);
      return true;
    }
    set(key, strings.has(key) ? "" : true, arg);
    return false;
  }

  function set(
    key: string,
    given: FlagValue,
    arg: string,
    collects = collected.has(key),
  ): void {
    const known = booleans.has(key) || strings.has(key) || aliases.has(key) ||
      options.boolean === true && /^--[^=]+$/.test(arg);
    if (!known && options.unknown?.(arg, key, given) === false) return;

    const value = typeof given === "string" && !strings.has(key)
      ? numberOr(given)
      : given;
    for (const name of [key, ...aliases.get(key) ?? []]) {
      if (!collects) result[name] = value;
      else if (Array.isArray(result[name])) result[name].push(value);
      else result[name] = [value];
    }
  }
}

/** Every name of a flag, with the other names of the same flag. */
function aliasesOf(alias: Aliases = {}): Map<string, string[]> {
  const others = new Map<string, string[]>();
  for (const [name, further] of Object.entries(alias)) {
    const names = [name, ...typeof further === "string" ? [further] : further];
    for (const one of names) {
      others.set(one, names.filter((other) => other !== one));
    }
  }
  return others;
}

function isFlag(arg: string): boolean {
  return arg.startsWith("-") && arg !== "-";
}

/** Takes `[no-]key[=value]` apart. */
function split(
  flag: string,
): { negated: boolean; key: string; value?: string } {
  const negated = flag.startsWith("no-") && flag.length > "no-".length;
  const rest = negated ? flag.slice("no-".length) : flag;
  const equals = rest.indexOf("=", 1);
  // An empty value is none: the real parser counts that `=` into the key.
  return equals === -1 || equals === rest.length - 1
    ? { negated, key: rest }
    : { negated, key: rest.slice(0, equals), value: rest.slice(equals + 1) };
}

/** The value that follows a short flag within its argument, if what follows is one. */
function attached(key: string, rest: string): string | undefined {
  if (/[A-Za-z]/.test(key)) {
    const equals = rest.indexOf("=");
    if (equals !== -1 && equals < rest.length - 1) {
      return rest.slice(equals + 1);
    }
    if (/\d(\.\d*)?(e-?\d+)?$/.test(rest)) return rest;
  }
  return rest.length > 1 && /^\W/.test(rest) ? rest : undefined;
}

function numberOr(text: string): string | number {
  return text.trim() !== "" && Number.isFinite(Number(text))
    ? Number(text)
    : text;
}
