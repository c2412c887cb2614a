import { ProtocolError } from "./errors.ts";
import { VALUE_TAGS } from "./value_tags.ts";

const UNSIGNED = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, ARRAY = 4, MAP = 5;
const TAG = 6;
const [FIRST_TAG, LAST_TAG] = VALUE_TAGS;

/**
 * How many items are left of each array or map around the current one; kept, since
 * to make a list anew for each envelope costs as much as to walk over a small one.
 */
const around: number[] = [];

/**
 * Walks over CBOR from an untrusted peer without building anything, so that the
 * decoder is only ever given what it can decode in bounded memory and stack:
 * complete, at most `mostLevels` arrays and maps inside each other, at most
 * `mostItems` in all of them together, of which an entry is two, no tag but ours,
 * no count beyond the bytes there are, no indefinite lengths.
 *
 * Returns whether any tag occurs. Throws a {@linkcode ProtocolError} otherwise.
 */
export function checkStructure(
  bytes: Uint8Array,
  mostLevels: number,
  mostItems: number,
): boolean {
  const length = bytes.length;
  let depth = 0;
  let items = 1;
  let itemsLeft = mostItems;
  let position = 0;
  let tagged = false;
  for (;;) {
    while (items === 0) {
      if (depth === 0) {
        if (position === length) return tagged;
        throw malformed("bytes after its end");
      }
      items = around[--depth];
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
        if (depth >= mostLevels) {
          throw new ProtocolError(
            `a value is nested deeper than ${mostLevels} levels`,
          );
        }
        itemsLeft -= argument;
        if (itemsLeft < 0) {
          throw new ProtocolError(
            `a message has more than ${mostItems} items`,
          );
        }
        around[depth++] = items;
        items = argument;
        break;
      case TAG:
        if (argument < FIRST_TAG || argument > LAST_TAG) {
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
