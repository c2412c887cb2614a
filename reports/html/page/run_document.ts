import { unpacked } from "./unpacked.ts";

/** A run's document, byte for byte. */
export async function runDocument(
  id: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await unpacked(id);
  if (document.getElementById(id)?.dataset.form !== "dense") return bytes;
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
