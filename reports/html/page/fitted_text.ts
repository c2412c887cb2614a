/** As much of a text as fits into so many pixels; nothing, if that says nothing. */
export function fittedText(text: string, width: number): string {
  const room = Math.floor((width - 8) / 7);
  if (text.length <= room) return text;
  return room < 4 ? "" : `${text.slice(0, room - 1)}…`;
}
