import { ProtocolError } from "./errors.ts";

const UNSIGNED = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, ARRAY = 4, MAP = 5;
const TAG = 6;

/** What {@linkcode checkStructure} holds an envelope to. */
export interface StructureRules {
  /** How many arrays and maps may lie inside each other. */
  readonly depth: number;
  /** How many items all arrays and maps may have together; an entry is two. */
  readonly items: number;
  /** The first and the last tag that may occur. */
  readonly tags: readonly [first: number, last: number];
}

/**
 * Walks over CBOR from an untrusted peer without building anything, so that the
 * decoder is only ever given what it can decode in bounded memory and stack:
 * complete, within the depth and the number of items, no tag but ours, no count
 * beyond the bytes there are, no indefinite lengths.
 *
 * Returns whether any tag occurs. Throws a {@linkcode ProtocolError} otherwise.
 */
export function checkStructure(
  bytes: Uint8Array,
  rules: StructureRules,
): boolean {
  const firstTag = rules.tags[0];
  const lastTag = rules.tags[1];
  const length = bytes.length;
  const outer: number[] = [];
  let items = 1;
  let itemsLeft = rules.items;
  let position = 0;
  let tagged = false;
  for (;;) {
    while (items === 0) {
      const left = outer.pop();
      if (left === undefined) {
        if (position === length) return tagged;
        throw malformed("bytes after its end");
      }
      items = left;
    }
    items--;
    if (position >= length) throw malformed("an early end");
    const initial = bytes[position++];
    const kind = initial >> 5;
    let argument = initial & 31;
    if (argument > 23) {
      if (argument > 27) throw malformed("an indefinite or reserved length");
      const width = 1 << (argument - 24);
      if (position + width > length) throw malformed("an early end");
      if (kind > TAG) {
        if (width === 1) throw malformed("an unknown simple value");
        position += width;
        continue;
      }
      argument = 0;
      for (let i = 0; i < width; i++) {
        argument = argument * 256 + bytes[position++];
      }
    }
    switch (kind) {
      case UNSIGNED:
      case NEGATIVE:
        break;
      case BYTES:
      case TEXT:
        position += argument;
        if (position > length) throw malformed("an early end");
        break;
      case ARRAY:
      case MAP:
        if (kind === MAP) argument *= 2;
        if (argument > length - position) throw malformed("an early end");
        if (outer.length >= rules.depth) {
          throw new ProtocolError(
            `a value is nested deeper than ${rules.depth} levels`,
          );
        }
        itemsLeft -= argument;
        if (itemsLeft < 0) {
          throw new ProtocolError(
            `a message has more than ${rules.items} items`,
          );
        }
        outer.push(items);
        items = argument;
        break;
      case TAG:
        if (argument < firstTag || argument > lastTag) {
          throw malformed(`the unknown tag ${argument}`);
        }
        if (bytes[position] >> 5 === TAG) throw malformed("a tag of a tag");
        tagged = true;
        items++;
        break;
      default:
        if (argument < 20) throw malformed("an unknown simple value");
    }
  }
}

function malformed(what: string): ProtocolError {
  return new ProtocolError(`an envelope is malformed: it has ${what}`);
}
