import { basename, dirname } from "node:path";

const LINE_END = 0x0a;

/** Where lines go, and how large that may become. */
export interface LineFileOptions {
  readonly path: string;
  /** Bytes from which on a file is full. */
  readonly maxFileSize: number;
  /** How many files there are at most, the current one included. */
  readonly maxFiles: number;
}

/**
 * A file that whole lines are appended to, by this process and any others. A full
 * one becomes `path.1`, what was that becomes `path.2`, and so on.
 *
 * It is opened anew for each append, so that whoever moves or removes it is not
 * in the way.
 */
export class LineFile {
  readonly #path: string;
  readonly #maxFileSize: number;
  readonly #maxFiles: number;

  constructor({ path, maxFileSize, maxFiles }: LineFileOptions) {
    this.#path = path;
    this.#maxFileSize = maxFileSize;
    this.#maxFiles = maxFiles;
  }

  /** Makes sure that lines can be appended; rejects with why not. */
  async check(): Promise<void> {
    using _file = await this.#open();
  }

  /**
   * Appends lines, all with one write. Resolves to how many of them, from the
   * first, are there whole: a disk may become full in between.
   */
  async append(lines: readonly string[]): Promise<number> {
    const bytes = new TextEncoder().encode(
      lines.map((it) => `${it}\n`).join(""),
    );
    {
      using file = await this.#open();
      const { size } = await file.stat();
      const fits = size === 0 || size + bytes.length <= this.#maxFileSize;
      if (fits) return await appendBytes(file, size, bytes);
      await this.#rotate(file);
    }
    using file = await this.#open();
    const { size } = await file.stat();
    return await appendBytes(file, size, bytes);
  }

  #open(): Promise<Deno.FsFile> {
    return Deno.open(this.#path, { read: true, append: true, create: true });
  }

  /** Makes room for a new file, unless another process does so just now, or reads. */
  async #rotate(full: Deno.FsFile): Promise<void> {
    // It goes with the file: a process that is killed leaves no lock behind.
    if (!await full.tryLock(true)) return;
    if (!await isAt(full, this.#path)) return;
    if (this.#maxFiles === 1) return await Deno.remove(this.#path);
    for (let number = await this.#firstFree(); number > 0; number--) {
      await Deno.rename(this.#numbered(number - 1), this.#numbered(number));
    }
  }

  /**
   * The first number that there is no file of, if there is one. A process that was
   * killed while it made room leaves one free, and nothing has to go for it.
   */
  async #firstFree(): Promise<number> {
    let number = 1;
    while (
      number < this.#maxFiles - 1 && await isThere(this.#numbered(number))
    ) {
      number++;
    }
    return number;
  }

  #numbered(number: number): string {
    return number === 0 ? this.#path : `${this.#path}.${number}`;
  }
}

/**
 * The files that a {@linkcode LineFile} has left, the oldest first; while they are
 * gone through, nobody makes room, and so none is missed. A number, or the current
 * one, is not there where a process was killed while it made room.
 *
 * Throws a `NotFound` if there is none at all.
 */
export async function* lineFiles(path: string): AsyncGenerator<string> {
  using current = await holdCurrent(path);
  const rotated = await rotatedFiles(path);
  if (current === undefined && rotated.length === 0) await Deno.stat(path);
  yield* rotated;
  if (current !== undefined) yield path;
}

async function rotatedFiles(path: string): Promise<string[]> {
  const start = `${basename(path)}.`;
  const numbers: number[] = [];
  for await (const { name } of Deno.readDir(dirname(path))) {
    const end = name.slice(start.length);
    if (name.startsWith(start) && /^[1-9]\d*$/.test(end)) {
      numbers.push(Number(end));
    }
  }
  return numbers.toSorted((a, b) => b - a)
    .map((number) => `${path}.${number}`);
}

/** Opens the current file, and keeps it where it is; `undefined` if there is none. */
async function holdCurrent(path: string): Promise<Deno.FsFile | undefined> {
  while (true) {
    let file: Deno.FsFile;
    try {
      file = await Deno.open(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      return undefined;
    }
    await file.lock();
    if (await isAt(file, path)) return file;
    file.close();
  }
}

/** Whether nobody has moved a file away between its opening and now. */
async function isAt(file: Deno.FsFile, path: string): Promise<boolean> {
  const opened = await file.stat();
  try {
    const current = await Deno.stat(path);
    return opened.ino === current.ino && opened.dev === current.dev;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return false;
  }
}

/** Appends bytes with one write; tells how many lines of them are there whole. */
async function appendBytes(
  file: Deno.FsFile,
  size: number,
  bytes: Uint8Array,
): Promise<number> {
  // What a loss of power or a full disk has torn must not spoil the next line. What
  // another process is just writing may look torn, too: a blank line does no harm.
  const torn = size > 0 && await byteAt(file, size - 1) !== LINE_END;
  const content = torn ? Uint8Array.of(LINE_END, ...bytes) : bytes;
  const written = await file.write(content);
  const lines = content.subarray(0, written)
    .reduce((lines, byte) => byte === LINE_END ? lines + 1 : lines, 0);
  return torn && lines > 0 ? lines - 1 : lines;
}

async function byteAt(file: Deno.FsFile, at: number): Promise<number> {
  const byte = new Uint8Array(1);
  await file.seek(at, Deno.SeekMode.Start);
  await file.read(byte);
  return byte[0];
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return false;
  }
}
