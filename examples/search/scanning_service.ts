import { WORDS } from "./words.ts";

/** How it was: each search looks at all words. */
export default class ScanningService {
  startingWith(prefix: string): string[] {
    return WORDS.filter((word) => word.startsWith(prefix));
  }
}
