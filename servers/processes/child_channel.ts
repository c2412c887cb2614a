/**
 * How the supervisor of a forking server and the processes of its connections
 * talk: over the channel that `node:child_process` makes.
 */
import type { ChildProcess } from "node:child_process";
import process from "node:process";
import {
  type Answer,
  answerQuestion,
  type Question,
} from "../inspection/question.ts";
import type { TableSizes } from "../inspection/table_sizes.ts";
import { ThisProcess } from "../inspection/this_process.ts";
import type { SecurityMessage } from "./security_message.ts";

/** What a child is told first, with its socket: how that is secured, if at all. */
export type HandOver = SecurityMessage | "open";

/** A question for a child. */
interface ChildQuestion {
  readonly kind: "question";
  readonly id: number;
  readonly question: Question;
}

/** What a child answers to it. */
interface ChildAnswer {
  readonly kind: "answer";
  readonly id: number;
  readonly answer: Answer;
}

/** Asks a child; resolves to nothing if it ends instead of answering. */
export function askChild(
  child: ChildProcess,
  id: number,
  question: Question,
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const receive = (message: ChildAnswer) => {
      if (message.id === id) settle(message.answer);
    };
    const settle = (answer?: Answer) => {
      child.off("message", receive);
      child.off("exit", end);
      resolve(answer);
    };
    const end = () => settle();
    child.on("message", receive);
    child.once("exit", end);
    const asked: ChildQuestion = { kind: "question", id, question };
    child.send(asked, (error) => {
      // Its channel ends before it does.
      if (error) settle();
    });
  });
}

/** Answers what the supervisor asks about this process. */
export function answerSupervisor(tables: () => TableSizes): void {
  const thisProcess = new ThisProcess(tables);
  process.on("message", async (message: ChildQuestion | HandOver) => {
    if (message === "open" || message.kind !== "question") return;
    const { id, question } = message;
    const answered: ChildAnswer = {
      kind: "answer",
      id,
      answer: await answerQuestion(question, thisProcess),
    };
    process.send?.(answered);
  });
}
