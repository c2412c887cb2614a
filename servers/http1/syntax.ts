/** Bytes that HTTP's syntax is made of. */
export const CR = 0x0d;
export const LF = 0x0a;
export const COLON = 0x3a;
export const SPACE = 0x20;
export const TAB = 0x09;
export const DIGIT_ZERO = 0x30;

/** A method's or a header's name, as RFC 9110, section 5.6.2 has it. */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const PART_OF_TOKEN = 1;
const PART_OF_TEXT = 2;

/** What each byte may be part of. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const isTokens = TOKEN.test(String.fromCharCode(byte));
  const isTexts = byte === TAB || (byte >= SPACE && byte !== 0x7f);
  return (isTokens ? PART_OF_TOKEN : 0) | (isTexts ? PART_OF_TEXT : 0);
});

/** Where the token that begins at `start` ends. */
export function endOfToken(
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  let at = start;
  while (at < end && (KINDS[bytes[at]] & PART_OF_TOKEN) !== 0) at++;
  return at;
}

/** Whether all bytes may be in a header's value: no line ends, no control bytes. */
export function isText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if ((KINDS[bytes[at]] & PART_OF_TEXT) === 0) return false;
  }
  return true;
}

/** Whether bytes are an ASCII word in lower case, but for their own case. */
export function isWord(
  bytes: Uint8Array,
  start: number,
  end: number,
  word: Uint8Array,
): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) {
    const byte = bytes[start + i];
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower !== word[i]) return false;
  }
  return true;
}

/** Bytes as text, each byte one character: ISO 8859-1. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]);
  return text;
}

/** Text as bytes, each character one byte: ISO 8859-1. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The begin of what was received, as an error may quote it. */
export function quote(bytes: Uint8Array, start: number, end: number): string {
  const most = 40;
  const text = JSON.stringify(
    textOf(bytes, start, Math.min(end, start + most)),
  );
  return end - start > most ? `${text}…` : text;
}
