/// <reference lib="deno.worker" />
/** A worker that answers questions about itself, and works before it answers the last. */
import {
  answerQuestion,
  type Question,
  ThisProcess,
} from "../../../servers/mod.ts";

const here = new ThisProcess();

function workersWork(): number {
  let sum = 0;
  for (let i = 0; i < 2e7; i++) sum += Math.sqrt(i);
  return sum;
}

self.onmessage = async ({ data: question }: MessageEvent<Question>) => {
  if (question.kind === "stop_profile") workersWork();
  self.postMessage(await answerQuestion(question, here));
};
