import type { EventLoopDelays } from "./event_loop_watch.ts";
import type {
  Inspectable,
  ProcessProfile,
  ProcessState,
  ProfileSettings,
  StateOptions,
} from "./process_profile.ts";
import type { Answer, Question } from "./question.ts";

/** Asks other processes; gives the answer of each. */
export type Ask = (question: Question) => Promise<readonly Answer[]>;

/** Watches of the event loops of some processes. */
export interface EventLoopWatches {
  /** Ends them, and tells of the processes that ran from start to end. */
  stop(): Promise<readonly EventLoopDelays[]>;
}

/** Other processes as something to profile, which answer questions. */
export class OtherProcesses implements Inspectable {
  readonly #ask: Ask;

  /** The processes that `ask` asks; errors call them `name`. */
  constructor(name: string, ask: Ask) {
    this.#ask = async (question) => {
      const answers = await ask(question);
      const failed = answers.find(({ kind }) => kind === "failed");
      if (failed?.kind === "failed") {
        throw new Error(`${name} cannot be asked: ${failed.reason}`);
      }
      return answers;
    };
  }

  /** Starts a profile of each. */
  async startProfile(settings: ProfileSettings): Promise<void> {
    await this.#ask({ kind: "start_profile", settings });
  }

  /** Ends the profiles, and gives those of the processes that ran from start to end. */
  async stopProfile(): Promise<readonly ProcessProfile[]> {
    const answers = await this.#ask({ kind: "stop_profile" });
    return answers.flatMap((answer) =>
      answer.kind === "profile" ? [answer.profile] : []
    );
  }

  /** Begins to watch the event loop of each. */
  async watchEventLoops(): Promise<EventLoopWatches> {
    const watch = crypto.randomUUID();
    await this.#ask({ kind: "start_watch", watch });
    return {
      stop: async () => {
        const answers = await this.#ask({ kind: "stop_watch", watch });
        return answers.flatMap((answer) =>
          answer.kind === "event_loop" ? [answer.delays] : []
        );
      },
    };
  }

  /** What each holds now. */
  async state(
    { collectGarbage = false }: StateOptions = {},
  ): Promise<readonly ProcessState[]> {
    const answers = await this.#ask({ kind: "state", collectGarbage });
    return answers.flatMap((answer) =>
      answer.kind === "state" ? [answer.state] : []
    );
  }
}
