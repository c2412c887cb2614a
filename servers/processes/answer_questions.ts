import { answerQuestion } from "../inspection/question.ts";
import type { TableSizes } from "../inspection/table_sizes.ts";
import { ThisProcess } from "../inspection/this_process.ts";
import { answerParent, type QuestionMessage } from "./parent_channel.ts";

/** Answers what the process that started this one asks about it. */
export function answerQuestions(
  tables: () => TableSizes,
): (message: QuestionMessage) => Promise<void> {
  const thisProcess = new ThisProcess(tables);
  return async ({ id, question }) =>
    answerParent(id, [await answerQuestion(question, thisProcess)]);
}
