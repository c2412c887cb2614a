/**
 * How a server's subprocess and the process that started it talk: lines of JSON
 * on the subprocess's standard input, and the end of that; JSON with a mark
 * before it, at the end of a line of its standard output.
 */
import type { Answer, Question } from "../inspection/question.ts";
import type { SecurityMessage } from "./security_message.ts";

/** What a subprocess is told by the process that started it. */
export type ParentMessage = QuestionMessage | SecurityMessage;

/** A question; it is answered with the same number. */
export interface QuestionMessage {
  readonly kind: "question";
  readonly id: number;
  readonly question: Question;
}

/** What a subprocess tells the process that started it. */
export type ProcessMessage =
  /** It listens; connections go through. */
  | { readonly kind: "ready"; readonly port: number }
  /** It cannot serve, and why. */
  | { readonly kind: "failed"; readonly reason: string }
  /** It started a process of its own, for one connection. */
  | { readonly kind: "spawned"; readonly pid: number }
  /** That process has ended. */
  | { readonly kind: "ended"; readonly pid: number }
  /** The next piece of the answers to a question, those of its own processes included. */
  | AnswerPiece;

/** A piece of the text of some answers in JSON. */
export interface AnswerPiece {
  readonly kind: "answer";
  /** The number of the question. */
  readonly id: number;
  readonly text: string;
  readonly isLast: boolean;
}

/** Tells these lines from what a service prints by itself. */
const MARK = "\u0001rpcbench ";

// What a service puts in its place later may add to what it prints.
const { log } = console;

/** Tells the process that started this one. */
export function tellParent(message: ProcessMessage): void {
  log(MARK + JSON.stringify(message));
}

/**
 * So many characters of an answer go into a line. In UTF-8 the line is then
 * shorter than what a pipe takes as a whole (`PIPE_BUF`, 4096 bytes on Linux):
 * whatever else prints, such as a worker of a service, cannot come in between.
 */
const PIECE_LENGTH = 1300;

/** Answers a question of the process that started this one. */
export function answerParent(id: number, answers: readonly Answer[]): void {
  const text = JSON.stringify(answers);
  for (let begin = 0; begin < text.length; begin += PIECE_LENGTH) {
    const end = begin + PIECE_LENGTH;
    tellParent({
      kind: "answer",
      id,
      text: text.slice(begin, end),
      isLast: end >= text.length,
    });
  }
}

/** A line of a subprocess's output: what was printed, and the message that it ends with. */
export interface OutputLine {
  readonly printed: string;
  readonly message?: ProcessMessage;
}

/**
 * Reads a line; a service may have printed its beginning without ending it, or
 * the mark itself.
 */
export function parseLine(line: string): OutputLine {
  const begin = line.indexOf(MARK);
  if (begin === -1) return { printed: line };
  const message = parseMessage(line.slice(begin + MARK.length));
  return message === undefined
    ? { printed: line }
    : { printed: line.slice(0, begin), message };
}

function parseMessage(text: string): ProcessMessage | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return isProcessMessage(message) ? message : undefined;
  } catch {
    // It is no message of ours, but something to show.
    return undefined;
  }
}

function isProcessMessage(value: unknown): value is ProcessMessage {
  if (typeof value !== "object" || value === null || !("kind" in value)) {
    return false;
  }
  switch (value.kind) {
    case "ready":
      return "port" in value && typeof value.port === "number";
    case "failed":
      return "reason" in value && typeof value.reason === "string";
    case "spawned":
    case "ended":
      return "pid" in value && typeof value.pid === "number";
    case "answer":
      return "id" in value && typeof value.id === "number" &&
        "text" in value && typeof value.text === "string" &&
        "isLast" in value && typeof value.isLast === "boolean";
    default:
      return false;
  }
}

/** How long a process has to clean up after its parent is gone, in milliseconds. */
const GRACE = 500;

/** What a process does about the one that started it. */
export interface ParentListener {
  /** Hears what it asks; without, that is ignored. */
  readonly receive?: (message: QuestionMessage) => void;
  /** May take half a second once it is gone; then the process ends without it. */
  readonly cleanUp?: () => void | Promise<void>;
}

/** The process that started this one. */
export interface Parent {
  /** Resolves when it tells this process how connections are secured. */
  readonly security: Promise<SecurityMessage>;
}

/**
 * Listens to the process that started this one, and ends this one when that
 * closes its standard input, which the operating system does for a parent that
 * dies, however it dies.
 *
 * A worker watches, so that a service that never yields ends too.
 */
export function followParent(
  { receive, cleanUp }: ParentListener = {},
): Parent {
  const security = Promise.withResolvers<SecurityMessage>();
  const watcher = new Worker(
    `data:application/javascript,${encodeURIComponent(WATCH_STANDARD_INPUT)}`,
    { type: "module" },
  );
  watcher.onmessage = async ({ data: line }: MessageEvent<string | null>) => {
    if (line !== null) return hear(JSON.parse(line));
    await cleanUp?.();
    Deno.exit(0);
  };
  function hear(message: ParentMessage): void {
    if (message.kind === "security") security.resolve(message);
    else receive?.(message);
  }
  return { security: security.promise };
}

/** In a URL of its own, since a file would need the permission to be read. */
const WATCH_STANDARD_INPUT = `
  import process from "node:process";
  const bytes = new Uint8Array(4096);
  const decoder = new TextDecoder();
  let unfinished = "";
  for (;;) {
    const length = await Deno.stdin.read(bytes);
    if (length === null) break;
    const text = decoder.decode(bytes.subarray(0, length), { stream: true });
    const lines = (unfinished + text).split("\\n");
    unfinished = lines.pop();
    for (const line of lines) postMessage(line);
  }
  postMessage(null);
  // Deno.exit would end only this worker.
  setTimeout(() => process.kill(process.pid, "SIGKILL"), ${GRACE});
`;
