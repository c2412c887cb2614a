import { requirePositiveNumber } from "../../benchmarks/options.ts";
import type { ServerResult } from "../../benchmarks/result_document.ts";
import { requireSeconds, requireWholeNumber } from "../../rpc/arguments.ts";
import { messageOf } from "../../rpc/message_of.ts";
import type { HeldBudget } from "../../verdicts/budgets/budget_result.ts";
import { type Clock, KEEPING_CLOCK, SYSTEM_CLOCK } from "../clock.ts";
import type { MetricFamily, MetricSource } from "../metrics/metric_family.ts";
import { watchdogMetrics } from "../metrics/_watchdog_metrics.ts";
import { printNotice, Trouble } from "../_trouble.ts";
import { badAlert, type BadState, isBad, recoveredAlert } from "./_alert_of.ts";
import { AlertQueue } from "./_alert_queue.ts";
import {
  baselineOf,
  CheckJudge,
  middleOf,
  serverResultOf,
} from "./_check_judge.ts";
import { Incident } from "./_incident.ts";
import { timedCheck } from "./_timed_check.ts";
import { type Standing, WatchHistory } from "./_watch_history.ts";
import type { WatchCheck } from "./watch_check.ts";
import type { WatchOutcome, WatchState } from "./watch_state.ts";
import type { WatchdogAlert } from "./watchdog_alert.ts";
import {
  DEFAULT_LIMITS,
  DEFAULT_PATIENCE,
  type WatchdogOptions,
} from "./watchdog_options.ts";

/** Some servers fail with a whole page; a command's environment does not take it. */
const LONGEST_REASON = 1000;

/**
 * Checks something again and again, compares it with what is normal, and tells
 * hooks when it is not well any more, and when it is again.
 *
 * One bad check wakes nobody, and while nothing changes, nobody is told twice.
 * Checks never overlap: one that takes longer than `every` puts the next off. A
 * check that throws, or takes too long, says that what it checks is unreachable;
 * the next ones may find it well again.
 *
 * @example Watch a service
 * ```ts
 * import { latencyCheck, logHook, Watchdog } from "@x/rpcbench/monitoring";
 * import { createRpcConnection, RpcServer } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await RpcServer.start({ port: 0 });
 * await using watchdog = Watchdog.start({
 *   name: "my service",
 *   check: latencyCheck({
 *     connectionFactory: () => createRpcConnection(server),
 *     requestFunc: (connection) => connection.root.ping(),
 *   }),
 *   every: 300,
 *   hooks: [logHook()],
 * });
 * const { state } = await watchdog.checkNow();
 * assertEquals(state, "learning");
 * ```
 */
export class Watchdog implements MetricSource, AsyncDisposable {
  readonly #name: string;
  readonly #check: WatchCheck;
  readonly #every: number;
  readonly #timeout: number;
  readonly #learnFrom: number;
  readonly #remindEvery: number;
  readonly #clock: Clock;
  readonly #judge: CheckJudge;
  readonly #history: WatchHistory;
  readonly #queues: readonly AlertQueue[];
  readonly #stop = new AbortController();
  readonly #checks = { good: 0, breached: 0, failed: 0 };
  readonly #alerts = { degraded: 0, unreachable: 0, recovered: 0 };
  readonly #learned: ServerResult[] = [];
  #baseline: ServerResult | undefined;
  #state: WatchState;
  #lastOutcome: WatchOutcome | undefined;
  #lastBreaches: readonly HeldBudget[] = [];
  #lastReason = "";
  #incident: Incident | undefined;
  #lastAlertAt = -Infinity;
  #underWay: Promise<WatchState> | undefined;
  #timer: Disposable | undefined;

  private constructor(options: WatchdogOptions) {
    const {
      check,
      name = "watchdog",
      every = 60,
      timeout = 30,
      baseline,
      learnFrom = 5,
      limits = DEFAULT_LIMITS,
      patience,
      hooks = [],
      hookTimeout = 60,
      remindEvery = Infinity,
      keepAlive = false,
      onNotice = printNotice,
      clock = keepAlive ? KEEPING_CLOCK : SYSTEM_CLOCK,
    } = options;
    requirePositiveNumber("every", every);
    requirePositiveNumber("timeout", timeout);
    requirePositiveNumber("hookTimeout", hookTimeout);
    requireSeconds("remindEvery", remindEvery);
    this.#name = name;
    this.#check = check;
    this.#every = every;
    this.#timeout = timeout;
    this.#learnFrom = requireWholeNumber("learnFrom", learnFrom, 1);
    this.#remindEvery = remindEvery;
    this.#clock = clock;
    this.#judge = new CheckJudge(limits);
    this.#history = new WatchHistory({ ...DEFAULT_PATIENCE, ...patience });
    this.#queues = hooks.map((hook, i) => {
      const what = `hook ${i + 1} of ${name} does not work`;
      return new AlertQueue(hook, hookTimeout, new Trouble(what, onNotice));
    });
    this.#baseline = baseline === undefined ? undefined : baselineOf(baseline);
    this.#state = { state: this.#well, since: clock.now() };
  }

  /**
   * Starts to watch; the first check is made at once.
   *
   * @throws {RangeError} that names an option which is out of range.
   * @throws {SyntaxError} that quotes a limit which cannot be read.
   */
  static start(options: WatchdogOptions): Watchdog {
    const watchdog = new Watchdog(options);
    watchdog.#schedule(0);
    return watchdog;
  }

  /** How what is watched is doing. */
  get state(): WatchState {
    return this.#state;
  }

  /** What is normal; `undefined` while it is not known yet. */
  get baseline(): ServerResult | undefined {
    return this.#baseline;
  }

  /** Makes a check before its time, or waits for the one that is under way. */
  checkNow(): Promise<WatchState> {
    return this.#underWay ??= this.#checkOnce().finally(() => {
      this.#underWay = undefined;
    });
  }

  /** What it has counted since it started, for Prometheus and OpenTelemetry. */
  metricFamilies(): readonly MetricFamily[] {
    return watchdogMetrics({
      name: this.#name,
      state: this.#state.state,
      checks: this.#checks,
      alerts: this.#alerts,
      lastOutcome: this.#lastOutcome,
      hookFailures: this.#queues.map(({ failures }) => failures),
    });
  }

  /**
   * Stops, ends the check that is under way, and waits for the hooks: for what they
   * have yet to be told, they have `hookTimeout` in all.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(
      new DOMException("the watchdog has stopped", "AbortError"),
    );
    this.#timer?.[Symbol.dispose]();
    await this.#underWay;
    await Promise.all(this.#queues.map((queue) => queue.drain()));
  }

  #schedule(seconds: number): void {
    this.#timer = this.#clock.after(seconds, async () => {
      const startedAt = this.#clock.elapsed();
      await this.checkNow();
      if (this.#stop.signal.aborted) return;
      // Where a check has taken longer, the next comes when it would have anyway.
      const taken = this.#clock.elapsed() - startedAt;
      this.#schedule(this.#every - taken % this.#every);
    });
  }

  /** Never rejects. */
  async #checkOnce(): Promise<WatchState> {
    const outcome = await this.#measure();
    if (!this.#stop.signal.aborted) this.#take(outcome);
    return this.#state;
  }

  async #measure(): Promise<WatchOutcome> {
    try {
      const result = serverResultOf(
        await timedCheck(this.#check, {
          clock: this.#clock,
          timeout: this.#timeout,
          stopped: this.#stop.signal,
        }),
      );
      // As long as there is no baseline, a check is its own.
      const outcome = this.#judge.judge(result, this.#baseline ?? result);
      if (outcome.outcome === "good") this.#learn(result);
      return outcome;
    } catch (error) {
      const reason = messageOf(error).slice(0, LONGEST_REASON);
      return { outcome: "failed", reason };
    }
  }

  /** Takes a good check for normal, unless that is known already. */
  #learn(result: ServerResult): void {
    if (this.#baseline !== undefined) return;
    this.#learned.push(result);
    if (this.#learned.length < this.#learnFrom) return;
    this.#baseline = middleOf(this.#learned);
    this.#learned.length = 0;
  }

  #take(outcome: WatchOutcome): void {
    const now = this.#clock.now();
    const before = this.#state;
    this.#checks[outcome.outcome]++;
    this.#lastOutcome = outcome;
    if (outcome.outcome === "breached") this.#lastBreaches = outcome.breaches;
    if (outcome.outcome === "failed") this.#lastReason = outcome.reason;
    this.#state = this.#next(this.#history.add(outcome.outcome), now);
    if (isBad(this.#state)) {
      this.#incident ??= new Incident(this.#clock);
      this.#incident.enter(this.#state.state);
      this.#tellBad(this.#state, before, now);
    } else if (isBad(before) && this.#incident !== undefined) {
      const facts = { from: before.state, now };
      this.#alert(recoveredAlert(this.#name, this.#incident, facts));
      this.#incident = undefined;
    }
  }

  #next(standing: Standing, now: Date): WatchState {
    const state = standing === "healthy" ? this.#well : standing;
    const since = state === this.#state.state ? this.#state.since : now;
    switch (state) {
      case "learning":
      case "healthy":
        return { state, since };
      case "degraded":
        return { state, since, breaches: this.#lastBreaches };
      case "unreachable":
        return { state, since, reason: this.#lastReason };
    }
  }

  /** What it is called to be well. */
  get #well(): "learning" | "healthy" {
    return this.#baseline === undefined ? "learning" : "healthy";
  }

  #tellBad(state: BadState, before: WatchState, now: Date): void {
    const reminder = state.state === before.state;
    const elapsed = this.#clock.elapsed();
    const due = elapsed - this.#lastAlertAt >= this.#remindEvery;
    if (reminder && !due) return;
    this.#lastAlertAt = elapsed;
    this.#alert(badAlert(this.#name, state, { now, reminder }));
  }

  #alert(alert: WatchdogAlert): void {
    this.#alerts[alert.event]++;
    for (const queue of this.#queues) queue.push(alert);
  }
}
