/** A name or address as URLs and `deno` take it, before a port: IPv6 in brackets. */
export function hostInUrl(hostname: string): string {
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}
