import { AsyncLocalStorage } from "node:async_hooks";

/** More sections than a program names; names that are made up could be more. */
const MOST_SECTIONS = 1000;
/** The name of all sections beyond those. */
const OTHERS = "(others)";

/** A part of the program that is being run. */
export interface Section {
  /** Its own name. */
  readonly name: string;
  /** Its name with those around it in front: `"outer/inner"`. */
  readonly path: string;
  /** The section around it. */
  readonly parent: Section | undefined;
  /** When it was entered, in milliseconds of `performance.now()`. */
  readonly enteredAt: number;
}

/** How often a section was entered, and the time spent there. */
export interface SectionTime {
  readonly entries: number;
  readonly seconds: number;
}

/** What one function, and all that it awaits, is in. */
interface Scope {
  /** The sections that were entered and not left, the innermost last. */
  readonly entered: Section[];
  /** The section in which the function was called. */
  readonly around: Section | undefined;
}

/** The sections of a program. */
interface ProgramSections {
  readonly context: AsyncLocalStorage<Scope>;
  /** What is in no function that runs as a section. */
  readonly outside: Scope;
  readonly times: Map<string, SectionTime>;
  /** Those that were entered and not left. */
  readonly open: Set<Section>;
}

/**
 * Sections are known to every copy of this package that the program has loaded:
 * one may mark them, and another one record the calls.
 */
const EVERYWHERE = Symbol.for("@x/rpcbench sections 1");

const { context, open, outside, times } = sectionsOfProgram();

function sectionsOfProgram(): ProgramSections {
  const global: typeof globalThis & { [EVERYWHERE]?: ProgramSections } =
    globalThis;
  return global[EVERYWHERE] ??= {
    context: new AsyncLocalStorage(),
    outside: { entered: [], around: undefined },
    times: new Map(),
    open: new Set(),
  };
}

/** The section that the running code is in. */
export function currentSection(): Section | undefined {
  const scope = currentScope();
  let section = scope.entered.at(-1) ?? scope.around;
  // What a section has started may outlast it.
  while (section !== undefined && !open.has(section)) section = section.parent;
  return section;
}

/** Runs a function within a section. */
export function runInSection<Result>(
  section: Section,
  run: () => Result,
): Result {
  return context.run({ entered: [], around: section }, run);
}

/** Enters a section for the rest of the running function. */
export function enterSection(name: string): void {
  currentScope().entered.push(beginSection(name));
}

/** Leaves the innermost section of a name that was entered; false if none was. */
export function leaveSection(name: string): boolean {
  const { entered } = currentScope();
  const index = entered.findLastIndex((section) => section.name === name);
  if (index < 0) return false;
  const [section] = entered.splice(index, 1);
  endSection(section);
  return true;
}

/** Starts the clock of a section within the current one. */
export function beginSection(name: string): Section {
  const parent = currentSection();
  const full = parent === undefined ? name : `${parent.path}/${name}`;
  const isKnown = times.has(full) || times.size < MOST_SECTIONS;
  const path = isKnown ? full : OTHERS;
  const section = { name, path, parent, enteredAt: performance.now() };
  open.add(section);
  const { entries, seconds } = times.get(path) ?? { entries: 0, seconds: 0 };
  times.set(path, { entries: entries + 1, seconds });
  return section;
}

/** Stops the clock of a section. */
export function endSection(section: Section): void {
  open.delete(section);
  const { entries, seconds } = times.get(section.path) ??
    { entries: 1, seconds: 0 };
  times.set(section.path, { entries, seconds: seconds + secondsIn(section) });
}

/** All sections that were ever entered, with the time spent there until now. */
export function sectionTimes(): Map<string, SectionTime> {
  const now = new Map(times);
  for (const section of open) {
    const time = now.get(section.path);
    if (time === undefined) continue;
    const seconds = time.seconds + secondsIn(section);
    now.set(section.path, { ...time, seconds });
  }
  return now;
}

function currentScope(): Scope {
  return context.getStore() ?? outside;
}

function secondsIn({ enteredAt }: Section): number {
  return (performance.now() - enteredAt) / 1000;
}
