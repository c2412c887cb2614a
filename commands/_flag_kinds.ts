import type { Flag } from "./_flags.ts";
import { UsageError } from "./_usage_error.ts";

/** What flags of one kind are declared with. */
interface FlagText {
  readonly help: string;
  readonly aliases?: readonly string[];
}

/** A flag that is given or not. */
export function toggle(text: FlagText): Flag<boolean> {
  return { ...text, default: false, parse: () => true };
}

/** A flag that takes any text but none. */
export function text<Default extends string | undefined>(
  declaration: FlagText & { placeholder: string; default: Default },
): Flag<string | Default> {
  return {
    ...declaration,
    parse: (given) => last(given, `a ${declaration.placeholder.toLowerCase()}`),
  };
}

/** A flag that takes texts of one form, and may be given several times. */
export function texts(
  declaration: FlagText & {
    placeholder: string;
    /** What each text matches. */
    form: RegExp;
    /** What a text of that form is. */
    what: string;
  },
): Flag<readonly string[]> {
  const { form, what } = declaration;
  return {
    ...declaration,
    default: [],
    parse(given) {
      last(given, what);
      const wrong = given.find((text) => !form.test(text));
      if (wrong !== undefined) throw expected(what, wrong);
      return given;
    },
  };
}

/** A flag that takes one of a few words. */
export function choice<
  Choice extends string,
  Default extends Choice | undefined,
>(
  declaration: FlagText & {
    choices: readonly Choice[];
    default: Default;
  },
): Flag<Choice | Default> {
  const { choices } = declaration;
  return {
    ...declaration,
    placeholder: choices.join("|"),
    parse(given) {
      const word = last(given, choices.join(" or "));
      const choice = choices.find((choice) => choice === word);
      if (choice === undefined) throw expected(choices.join(" or "), word);
      return choice;
    },
  };
}

/** A flag that takes a whole number within a range. */
export function wholeNumber<Default extends number | undefined>(
  declaration: FlagText & {
    placeholder: string;
    default: Default;
    least: number;
    most?: number;
  },
): Flag<number | Default> {
  const { least, most } = declaration;
  return {
    ...declaration,
    parse: (given) =>
      parseWholeNumber(last(given, rangeOf(least, most)), least, most),
  };
}

/** A flag that takes a number of seconds, which may have a fraction. */
export function seconds(
  declaration: FlagText & { default: number },
): Flag<number> {
  return {
    ...declaration,
    placeholder: "SECONDS",
    parse(given) {
      const text = last(given, "a number of seconds");
      if (!/^\d+(\.\d+)?$/.test(text)) {
        throw expected("a number of seconds", text);
      }
      return Number(text);
    },
  };
}

/** A flag that takes a length of time with its unit, and gives seconds. */
export function time<Default extends number | undefined>(
  declaration: FlagText & { default: Default },
): Flag<number | Default> {
  const what = "a time above 0 with its unit, as 500ms, 30s or 2m";
  const units = new Map([["ms", 0.001], ["s", 1], ["m", 60], ["h", 3600]]);
  return {
    ...declaration,
    placeholder: "TIME",
    parse(given) {
      const text = last(given, what);
      const seconds = secondsIn(text, units);
      if (!(seconds > 0)) throw expected(what, text);
      return seconds;
    },
  };
}

/** A flag that takes a moment, as a date or by how long ago it was. */
export function moment(declaration: FlagText): Flag<Date | undefined> {
  const what = "a time as 2026-05-04T03:00, or how long ago as 90m, 24h or 7d";
  return {
    ...declaration,
    placeholder: "TIME",
    default: undefined,
    parse(given) {
      const text = last(given, what);
      const at = momentAgo(text) ?? momentOfDate(text);
      if (at === undefined || Number.isNaN(at.getTime())) {
        throw expected(what, text);
      }
      return at;
    },
  };
}

function momentAgo(text: string): Date | undefined {
  const units = new Map([["s", 1], ["m", 60], ["h", 3600], ["d", 86_400]]);
  const seconds = secondsIn(text, units);
  return Number.isNaN(seconds)
    ? undefined
    : new Date(Date.now() - 1000 * seconds);
}

/** `NaN` of a text that is no number with one of the units, which have so many seconds. */
function secondsIn(text: string, units: ReadonlyMap<string, number>): number {
  const [, number, unit = ""] = text.match(/^(\d+(?:\.\d+)?)([a-z]+)$/) ?? [];
  return Number(number) * (units.get(unit) ?? NaN);
}

/** All else that `Date` would take, it would guess: `90` is the year 1990 to it. */
const DATE =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?))?$/;

function momentOfDate(text: string): Date | undefined {
  // A date without a time would be read as one of Greenwich, others as of here.
  const [, day, time = "00:00"] = text.match(DATE) ?? [];
  if (day === undefined) return undefined;
  // The 31st of a month that has 30 days would be the first of the next.
  const exists = new Date(day).toJSON()?.startsWith(day);
  return exists ? new Date(`${day}T${time}`) : undefined;
}

/** A flag that takes a part in per cent, and gives it as a part of 1. */
export function percentage<Default extends number | undefined>(
  declaration: FlagText & { default: Default },
): Flag<number | Default> {
  const what = "a part in per cent above 0, as 2% or 0.5%";
  return {
    ...declaration,
    placeholder: "PERCENT",
    parse(given) {
      const text = last(given, what);
      const [, number] = text.match(/^(\d+(?:\.\d+)?)\s*%$/) ?? [];
      const part = Number(number) / 100;
      if (!(part > 0)) throw expected(what, text);
      return part;
    },
  };
}

/** A flag that takes whole numbers above 0, with commas between them. */
export function wholeNumbers(
  declaration: FlagText & {
    default: readonly number[] | undefined;
    most?: number;
  },
): Flag<readonly number[] | undefined> {
  return {
    ...declaration,
    placeholder: "N,N,…",
    parse: (given) =>
      last(given, "whole numbers above 0 with commas between them")
        .split(",").map((part) => parseWholeNumber(part, 1, declaration.most)),
  };
}

/** The last of the texts that a flag was given; `what` says what it takes. */
export function last(given: readonly string[], what: string): string {
  const text = given[given.length - 1];
  if (text === undefined || text === "") {
    throw new UsageError(`has no value; it takes ${what}`);
  }
  return text;
}

function parseWholeNumber(text: string, least: number, most?: number): number {
  const value = Number(text);
  const inRange = value >= least && value <= (most ?? Number.MAX_SAFE_INTEGER);
  if (!/^\d+$/.test(text.trim()) || !inRange) {
    throw expected(rangeOf(least, most), text);
  }
  return value;
}

function rangeOf(least: number, most?: number): string {
  return most === undefined
    ? `a whole number of at least ${least}`
    : `a whole number from ${least} to ${most}`;
}

/** The error of a flag that was given something else than it takes. */
export function expected(what: string, got: string): UsageError {
  return new UsageError(`got ${JSON.stringify(got)}; it takes ${what}`);
}
