import { Buffer } from "node:buffer";

/** Lets a page run these scripts, as they stand between their tags, and load nothing from anywhere. */
export async function contentSecurityPolicy(
  scripts: readonly string[],
): Promise<string> {
  const digests = await Promise.all(scripts.map(async (script) => {
    const bytes = new TextEncoder().encode(script);
    const digest = await crypto.subtle.digest("SHA-256", bytes);
    return `'sha256-${Buffer.from(digest).toString("base64")}'`;
  }));
  return [
    "default-src 'none'",
    `script-src ${digests.join(" ")}`,
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
