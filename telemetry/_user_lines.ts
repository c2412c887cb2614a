import type { SourceLocation } from "./call_record.ts";
import { captureFrames } from "./_stack_frames.ts";

/** Enough frames to see past this package's own in most calls. */
const FEW_FRAMES = 8;
/** Enough for a call that comes from deep within, such as a benchmark's. */
const MANY_FRAMES = 64;
/** More places than a program calls from; code that is made up could have more. */
const MOST_LOCATIONS = 10_000;

/** Where this package is. */
const PACKAGE = new URL("../", import.meta.url).href;
const TELEMETRY = `${PACKAGE}telemetry/`;
/** The rooms whose code is not the user's; examples and tests are. */
const ROOMS = ["rpc", "telemetry", "servers", "benchmarks", "commands"];
/** A file of the protocol, in whichever copy of the package. */
const PROTOCOL_FILE = /^(.*\/)rpc\/\w+\.ts$/;
/** The runtime's own code. */
const RUNTIME = /^(ext|node|jsr-internals):/;

/** Finds the line of the user's program that is at work. */
export class UserLines {
  readonly #rooms = new Set(roomsOf(PACKAGE));
  readonly #isUsers = new Map<string, boolean>();
  readonly #locations = new Map<string, SourceLocation>();

  /**
   * The innermost line that is neither this package's nor the runtime's;
   * `undefined` if there is none. One line is always the same object.
   */
  find(): SourceLocation | undefined {
    return this.#findAmong(FEW_FRAMES) ?? this.#findAmong(MANY_FRAMES);
  }

  #findAmong(count: number): SourceLocation | undefined {
    let caller: string | undefined;
    for (const frame of captureFrames(count, this.find)) {
      const file = frame.getScriptNameOrSourceURL();
      if (typeof file !== "string" || file.startsWith(TELEMETRY)) continue;
      caller ??= file;
      if (this.#isOfUser(file, file === caller)) {
        return this.#location(file, frame);
      }
    }
    return undefined;
  }

  #isOfUser(file: string, isCaller: boolean): boolean {
    let known = this.#isUsers.get(file);
    if (known === undefined) {
      if (isCaller) this.#meetPackage(file);
      const folder = file.slice(0, file.lastIndexOf("/") + 1);
      known = !RUNTIME.test(file) && !this.#rooms.has(folder);
      this.#isUsers.set(file, known);
    }
    return known;
  }

  /** A program may bring its own copy of this package, whose connections call. */
  #meetPackage(file: string): void {
    const root = PROTOCOL_FILE.exec(file)?.[1];
    if (root === undefined) return;
    for (const room of roomsOf(root)) this.#rooms.add(room);
  }

  #location(file: string, frame: NodeJS.CallSite): SourceLocation {
    const line = frame.getLineNumber() ?? 0;
    const column = frame.getColumnNumber() ?? 0;
    const key = `${file}:${line}:${column}`;
    let location = this.#locations.get(key);
    if (location === undefined) {
      const functionName = frame.getFunctionName() ?? "";
      location = { file, line, column, functionName };
      if (this.#locations.size < MOST_LOCATIONS) {
        this.#locations.set(key, location);
      }
    }
    return location;
  }
}

function roomsOf(root: string): string[] {
  return ROOMS.map((room) => `${root}${room}/`);
}
