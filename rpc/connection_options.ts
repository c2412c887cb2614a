import { requireSeconds } from "./arguments.ts";
import { type Authentication, requireKey } from "./authentication.ts";
import {
  type CompleteCompression,
  completeCompression,
  type Compression,
} from "./compression.ts";
import { type Hello, NONCE_LENGTH } from "./hello.ts";
import { completeLimits, type Limits } from "./limits.ts";
import {
  type Scheduler,
  type SchedulerName,
  schedulerOf,
} from "./scheduler.ts";
import type { ServiceClass } from "./target.ts";

/** How a connection behaves; every option has a default. */
export interface ConnectionOptions {
  /** The class whose instance answers the other end's calls. Default: none. */
  readonly service?: ServiceClass;
  /** Seconds until a call is given up, unless it says otherwise. Default 30. */
  readonly timeout?: number;
  /** Seconds until a peer is given up that says no hello, or proves nothing. Default 10. */
  readonly connectTimeout?: number;
  /** How much the other end may ask of this one. */
  readonly limits?: Partial<Limits>;
  /**
   * How frames are compressed, for which both ends must have an algorithm:
   * `"zstd"`, or {@linkcode CompressionOptions}. Default: not at all.
   */
  readonly compression?: Compression;
  /**
   * How the other end's calls run: by a scheduler that connections may share, or
   * by one of this connection's own. Default `"exit_ordered"`.
   */
  readonly scheduler?: Scheduler | SchedulerName;
  /** What both ends must prove before any call goes through. Default: nothing. */
  readonly authentication?: Authentication;
  /** Whether those who observe all connections observe this one. Default true. */
  readonly observed?: boolean;
}

/** The same with the defaults filled in. */
export interface CompleteOptions {
  readonly service: ServiceClass | undefined;
  readonly timeout: number;
  readonly connectTimeout: number;
  readonly limits: Limits;
  readonly compression: CompleteCompression;
  readonly scheduler: Scheduler;
  readonly authentication: Authentication | undefined;
  readonly observed: boolean;
}

/**
 * Fills in the defaults; throws a `RangeError` or a `TypeError` that names what
 * an option cannot be.
 */
export function completeOptions(options: ConnectionOptions): CompleteOptions {
  const {
    service,
    timeout = 30,
    connectTimeout = 10,
    authentication,
    observed = true,
  } = options;
  requireSeconds("timeout", timeout);
  requireSeconds("connectTimeout", connectTimeout);
  requireKey("authentication.key", authentication?.key);
  return {
    service,
    timeout,
    connectTimeout,
    limits: completeLimits(options.limits),
    compression: completeCompression(options.compression),
    scheduler: schedulerOf(options.scheduler),
    authentication,
    observed,
  };
}

/** What an end with these options says of itself. */
export function helloOf(
  { authentication, compression, limits, scheduler }: CompleteOptions,
): Hello {
  const nonce = new Uint8Array(NONCE_LENGTH);
  return {
    limits,
    compressions: compression.algorithms,
    scheduler: scheduler.name,
    ...authentication === undefined
      ? { security: "none", nonce }
      : { security: "authenticated", nonce: crypto.getRandomValues(nonce) },
  };
}
