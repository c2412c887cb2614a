/**
 * The process of a forking RPC server: it accepts connections and hands each to
 * a fresh process of its own. It reads and writes none of their bytes.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { parseSettings } from "./connection_settings.ts";
import { listenOrFail, parseListenArguments } from "./listen.ts";
import { answerQuestion } from "../inspection/question.ts";
import { ThisProcess } from "../inspection/this_process.ts";
import { askChild, type HandOver } from "./child_channel.ts";
import {
  answerParent,
  followParent,
  type QuestionMessage,
  tellParent,
} from "./parent_channel.ts";
import { listenForSockets } from "./socket_listener.ts";

const STANDARD_ERROR = 2;
/** How long children have to end by themselves, in milliseconds. */
const CHILDREN_GRACE = 200;
/** To set what steers the dynamic linker takes more than the permission to run Deno. */
const LINKER_VARIABLE = /^(LD|DYLD)_/;

const { options, rest } = parseListenArguments(Deno.args);
const children = new Set<ChildProcess>();
/** The children that have been handed a connection, and hear what is asked. */
const serving = new Set<ChildProcess>();
const thisProcess = new ThisProcess();
let isEnding = false;
const environmentOfChildren = Object.fromEntries(
  Object.entries(Deno.env.toObject())
    .filter(([name]) => !LINKER_VARIABLE.test(name)),
);
const parent = followParent({ receive: askAll, cleanUp: endChildren });
/** The settings are for the children, and come last. */
const { security: kind } = parseSettings(rest.slice(-1));
const security = kind && await parent.security;

const { port } = await listenOrFail(
  options,
  (port) => listenForSockets(options.hostname, port, handOver),
);
tellParent({ kind: "ready", port });

function handOver(socket: Socket): void {
  // The arguments are those of `deno`, up to the socket's own.
  const child = spawn(Deno.execPath(), [...rest], {
    // Its input ends with this process, and it with its input. Standard output
    // is for messages of this process alone.
    stdio: ["pipe", STANDARD_ERROR, STANDARD_ERROR, "ipc"],
    env: environmentOfChildren,
  });
  children.add(child);
  child.on("spawn", () => tellParent({ kind: "spawned", pid: child.pid ?? 0 }));
  child.on("error", (error) => {
    // Of one that has started, it is the channel, which ends before its exit.
    if (child.pid !== undefined) return;
    console.error("cannot start a process for a connection:", error.message);
    socket.destroy();
    children.delete(child);
  });
  child.on("exit", () => {
    // Still here if the process ended before it could take it over.
    socket.destroy();
    children.delete(child);
    serving.delete(child);
    tellParent({ kind: "ended", pid: child.pid ?? 0 });
  });
  // What is sent to a child that does not listen yet is lost, so it says when.
  child.once("message", () => {
    const handOver: HandOver = security ?? "open";
    child.send(handOver, socket, (error) => {
      // A child that this process has told to end takes nothing over any more.
      if (error === null || isEnding) return;
      console.error("cannot hand a connection over:", error.message);
    });
    serving.add(child);
  });
}

/** Answers for this process and for each that serves a connection. */
async function askAll({ id, question }: QuestionMessage): Promise<void> {
  const answers = await Promise.all([
    answerQuestion(question, thisProcess),
    ...[...serving].map((child) => askChild(child, id, question)),
  ]);
  answerParent(id, answers.filter((answer) => answer !== undefined));
}

/** Lets children end by themselves, and so export their last spans, if they do. */
async function endChildren(): Promise<void> {
  isEnding = true;
  const ended = [...children].map((child) =>
    new Promise((resolve) => child.once("exit", resolve))
  );
  for (const child of children) child.stdin?.end();
  const timer = setTimeout(() => {
    for (const child of children) child.kill("SIGKILL");
  }, CHILDREN_GRACE);
  await Promise.all(ended);
  clearTimeout(timer);
}
