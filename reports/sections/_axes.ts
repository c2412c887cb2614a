import type { Axis } from "../chart.ts";

/** How many clients there were at once. */
export const CLIENTS: Axis = {
  title: "clients",
  quantity: "count",
  scale: "log",
};
/** How many bytes went in one piece. */
export const PAYLOAD: Axis = {
  title: "payload",
  quantity: "bytes",
  scale: "log",
};
/** What part of the requests took at most so long. */
export const SHARE_OF_REQUESTS: Axis = {
  title: "share of requests",
  quantity: "share",
  scale: "nines",
};
/** Through a run. */
export const TIME: Axis = {
  title: "time",
  quantity: "duration",
  scale: "linear",
};
/** Answers, where servers differ by far. */
export const ANSWERS: Axis = {
  title: "answers per second",
  quantity: "rate",
  scale: "log",
};
/** Answers, as bars that begin at nothing, or through a run. */
export const ANSWERS_FROM_ZERO: Axis = { ...ANSWERS, scale: "linear" };
/** From when a request was sent to its answer. */
export const LATENCY: Axis = {
  title: "latency",
  quantity: "duration",
  scale: "log",
};
/** From when a request was due to its answer. */
export const RESPONSE_TIME: Axis = {
  title: "response time",
  quantity: "duration",
  scale: "log",
};
