import type { SourceLocation } from "./call_record.ts";
import { captureFrames } from "./_stack_frames.ts";

/** Enough for a call that comes from deep within, such as a benchmark's. */
const MOST_FRAMES = 64;
/** More ways into this package than programs take. */
const MOST_ENTRANCES = 8;
/** More places than a program calls from; code that is made up could have more. */
const MOST_LOCATIONS = 10_000;
/** More columns than a line has. */
const LONGEST_LINE = 2 ** 24;

/** Where this package is. */
const PACKAGE = new URL("../", import.meta.url).href;
const TELEMETRY = `${PACKAGE}telemetry/`;
/** The rooms whose code is not the user's; examples and tests are. */
const ROOMS = ["rpc", "telemetry", "servers", "benchmarks", "commands"];
/** A file of the protocol, in whichever copy of the package. */
const PROTOCOL_FILE = /^(.*\/)rpc\/\w+\.ts$/;
/** The runtime's own code. */
const RUNTIME = /^(ext|node|jsr-internals):/;

/** A file of code that was met. */
interface SourceFile {
  readonly isUsers: boolean;
  /** The places in it that were met. */
  readonly locations: Map<number, SourceLocation>;
}

/** The outermost frame of this package when a program called it. */
interface Entrance {
  /** How many frames are within. */
  readonly index: number;
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * Finds the line of the user's program that is at work.
 *
 * The name of a frame's file is what costs most to ask for. Programs come in by
 * few ways, so that the frame in question is mostly the one outside of where
 * they came in before.
 */
export class UserLines {
  readonly #rooms = new Set(roomsOf(PACKAGE));
  readonly #files = new Map<string, SourceFile>();
  #locations = 0;
  readonly #entrances: Entrance[] = [];
  /** As many frames as are needed to see who came in. */
  #depth = 1;

  /**
   * The innermost line, from the one on that called `above`, that is neither
   * this package's nor the runtime's; `undefined` if there is none. One line is
   * always the same object.
   */
  find(above: (...args: never[]) => unknown): SourceLocation | undefined {
    return this.#findOutsideEntrance(captureFrames(this.#depth, above)) ??
      this.#findAmong(captureFrames(MOST_FRAMES, above));
  }

  #findOutsideEntrance(
    frames: readonly NodeJS.CallSite[],
  ): SourceLocation | undefined {
    for (const { index, line, column } of this.#entrances) {
      const inside = frames.at(index);
      const outside = frames.at(index + 1);
      if (
        inside?.getLineNumber() !== line ||
        inside.getColumnNumber() !== column
      ) continue;
      const file = outside?.getScriptNameOrSourceURL() ?? "";
      const known = this.#files.get(file);
      if (outside !== undefined && known?.isUsers) {
        return this.#location(file, known, outside);
      }
    }
    return undefined;
  }

  #findAmong(frames: readonly NodeJS.CallSite[]): SourceLocation | undefined {
    let caller: string | undefined;
    for (const [index, frame] of frames.entries()) {
      const file = frame.getScriptNameOrSourceURL();
      if (typeof file !== "string" || file.startsWith(TELEMETRY)) continue;
      caller ??= file;
      const known = this.#file(file, file === caller);
      if (!known.isUsers) continue;
      if (index > 0) this.#learnEntrance(index - 1, frames[index - 1]);
      return this.#location(file, known, frame);
    }
    return undefined;
  }

  #learnEntrance(index: number, frame: NodeJS.CallSite): void {
    if (this.#entrances.length === MOST_ENTRANCES) return;
    const line = frame.getLineNumber();
    const column = frame.getColumnNumber();
    this.#entrances.push({ index, line, column });
    this.#depth = Math.max(this.#depth, index + 2);
  }

  #file(file: string, isCaller: boolean): SourceFile {
    let known = this.#files.get(file);
    if (known === undefined) {
      if (isCaller) this.#meetPackage(file);
      const folder = file.slice(0, file.lastIndexOf("/") + 1);
      const isUsers = !RUNTIME.test(file) && !this.#rooms.has(folder);
      known = { isUsers, locations: new Map() };
      if (this.#files.size < MOST_LOCATIONS) this.#files.set(file, known);
    }
    return known;
  }

  /** A program may bring its own copy of this package, whose connections call. */
  #meetPackage(file: string): void {
    const root = PROTOCOL_FILE.exec(file)?.[1];
    if (root === undefined) return;
    for (const room of roomsOf(root)) this.#rooms.add(room);
  }

  #location(
    file: string,
    { locations }: SourceFile,
    frame: NodeJS.CallSite,
  ): SourceLocation {
    const line = frame.getLineNumber() ?? 0;
    const column = frame.getColumnNumber() ?? 0;
    const key = line * LONGEST_LINE + column;
    let location = locations.get(key);
    if (location === undefined) {
      const functionName = frame.getFunctionName() ?? "";
      location = { file, line, column, functionName };
      if (this.#locations++ < MOST_LOCATIONS) locations.set(key, location);
    }
    return location;
  }
}

function roomsOf(root: string): string[] {
  return ROOMS.map((room) => `${root}${room}/`);
}
