/** How much one connection may ask of this end; all of it has safe defaults. */
export interface Limits {
  /** Bytes in one frame, attachments included. Default 1 GiB, at most 4 GiB − 1. */
  readonly frameSize: number;
  /** Containers inside each other in one value. Default 256, at most 1000. */
  readonly nestingDepth: number;
  /** Calls that the other end may have in flight at once. Default 1024. */
  readonly callsInFlight: number;
}

const DEFAULTS: Limits = {
  frameSize: 1024 ** 3,
  nestingDepth: 256,
  callsInFlight: 1024,
};

/** A frame's header has 32 bits for each length. */
const LARGEST_FRAME = 2 ** 32 - 1;
/** The codec recurses; a thousand levels fit any stack with room to spare. */
const DEEPEST_NESTING = 1000;

/** Fills in the defaults; throws a `RangeError` that names a limit it cannot keep. */
export function completeLimits(limits: Partial<Limits> = {}): Limits {
  const complete = { ...DEFAULTS, ...limits };
  requireWholeNumber("frameSize", complete.frameSize, LARGEST_FRAME);
  requireWholeNumber("nestingDepth", complete.nestingDepth, DEEPEST_NESTING);
  requireWholeNumber("callsInFlight", complete.callsInFlight, LARGEST_FRAME);
  return complete;
}

function requireWholeNumber(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new RangeError(
    `limits.${name} is ${value}; it takes a whole number from 1 to ${most}`,
  );
}
