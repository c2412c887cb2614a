/** Answers pings, and none of what else the benchmarks ask for. */
export default class PartialService {
  ping(): string {
    return "pong";
  }
}
