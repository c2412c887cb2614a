import { requireSecurity, type Security } from "../rpc/security.ts";
import { text } from "./_flag_kinds.ts";
import type { FlagValues } from "./_flags.ts";
import { UsageError } from "./_usage_error.ts";
import { messageOf } from "../rpc/message_of.ts";

const file = (help: string) =>
  text({ placeholder: "FILE", default: undefined, help });

/** How an RPC connection's end makes sure of the other: the same flags at both ends. */
export const SECURITY_FLAGS = {
  "key-file": file("key that both ends must have: its bytes, at least 16"),
  certificate: file("encrypt by TLS 1.3; this end's certificate, in PEM"),
  "private-key": file("the private key of --certificate, in PEM"),
  ca: file("authorities of the other end's certificate, in PEM"),
};

/** The name of one of {@linkcode SECURITY_FLAGS}. */
type Name = keyof typeof SECURITY_FLAGS;

/** Which flag a part of a {@linkcode Security} comes from. */
const FLAG_OF: Readonly<Record<string, Name>> = {
  key: "key-file",
  certificate: "certificate",
  privateKey: "private-key",
  authorities: "ca",
};
const FOR_TLS = ["certificate", "private-key", "ca"] as const;

/**
 * Reads the files that the flags name; `undefined` if none is given.
 *
 * @throws {UsageError} for a file that cannot be read or is of no use, and for
 * flags that do not go together.
 */
export async function readSecurity(
  values: FlagValues<typeof SECURITY_FLAGS>,
): Promise<Security | undefined> {
  const missing = FOR_TLS.filter((name) => values[name] === undefined);
  const encrypted = missing.length < FOR_TLS.length;
  if (!encrypted && values["key-file"] === undefined) return undefined;
  if (encrypted && values["key-file"] !== undefined) {
    throw new UsageError(
      "--key-file is for connections without TLS; leave it out, or --certificate, --private-key and --ca",
    );
  }
  if (encrypted && missing.length > 0) {
    throw new UsageError(
      `--${
        missing[0]
      } is missing; TLS takes --certificate, --private-key and --ca`,
    );
  }
  const security: Security = encrypted
    ? {
      kind: "encrypted",
      certificate: await readText("certificate", values),
      privateKey: await readText("private-key", values),
      authorities: await readText("ca", values),
    }
    : { kind: "authenticated", key: await read("key-file", values) };
  try {
    await requireSecurity(security);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(
      error.message.replaceAll(
        /security\.(\w+)/g,
        (_, part) => `--${FLAG_OF[part]}`,
      ),
    );
  }
  return security;
}

/** Reads a file in PEM that one of the flags names. */
export async function readText(
  name: Name,
  values: FlagValues<typeof SECURITY_FLAGS>,
): Promise<string> {
  return new TextDecoder().decode(await read(name, values));
}

async function read(
  name: Name,
  { [name]: path = "" }: FlagValues<typeof SECURITY_FLAGS>,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    const reason = messageOf(error);
    throw new UsageError(
      `--${name} got ${JSON.stringify(path)}, which cannot be read: ${reason}`,
    );
  }
}
