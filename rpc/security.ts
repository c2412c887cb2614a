import { requireKey } from "./authentication.ts";

/**
 * How the two ends of a connection make sure of each other. Both must be told
 * the same kind; without any, neither is sure of anything.
 */
export type Security = AuthenticatedSecurity | EncryptedSecurity;

/**
 * Both ends prove that they have the same key, which itself never travels. What
 * they say then can be read, and changed, by whoever is between them.
 */
export interface AuthenticatedSecurity {
  /** Tells it from the other kind. */
  readonly kind: "authenticated";
  /** The key: at least 16 bytes, random ones. */
  readonly key: Uint8Array<ArrayBuffer>;
}

/**
 * TLS 1.3, in which both ends show a certificate: nobody between them can read
 * or change what they say.
 *
 * All texts are in PEM, which may hold several certificates one after another.
 */
export interface EncryptedSecurity {
  /** Tells it from the other kind. */
  readonly kind: "encrypted";
  /** This end's certificate, with those between it and its authority after it. */
  readonly certificate: string;
  /** The private key that belongs to the certificate. */
  readonly privateKey: string;
  /**
   * The certificates of the authorities that the other end's must come from. No
   * others count, not even those that the operating system trusts.
   */
  readonly authorities: string;
  /**
   * The name or address that the server's certificate must be for; only a client
   * asks. Default: the one that it connects to.
   */
  readonly serverName?: string;
}

/**
 * Checks what this end has to show.
 *
 * @throws {RangeError} for a key that is too short, and for what is no
 * certificate, or has expired, or does not go with the private key.
 */
export async function requireSecurity(
  security: Security | undefined,
): Promise<void> {
  switch (security?.kind) {
    case "authenticated":
      return requireKey("security.key", security.key);
    case "encrypted":
      return await requireCredentials(security);
  }
}

/** When credentials expire that were found to be sound, which takes a millisecond. */
const expiries = new WeakMap<EncryptedSecurity, Date>();

async function requireCredentials(security: EncryptedSecurity): Promise<void> {
  const expiry = expiries.get(security) ?? await examine(security);
  expiries.set(security, expiry);
  if (expiry.getTime() < Date.now()) {
    throw new RangeError(
      `security.certificate expired on ${expiry.toISOString()}`,
    );
  }
}

/** Returns when sound credentials expire. */
async function examine(
  { authorities, certificate, privateKey }: EncryptedSecurity,
): Promise<Date> {
  // Only who encrypts waits for this module to load.
  const { createPrivateKey, X509Certificate } = await import("node:crypto");
  const read = <Result>(name: string, what: string, parse: () => Result) => {
    try {
      return parse();
    } catch (cause) {
      throw new RangeError(`security.${name} is no ${what} in PEM`, { cause });
    }
  };
  read("authorities", "certificate", () => new X509Certificate(authorities));
  const own = read(
    "certificate",
    "certificate",
    () => new X509Certificate(certificate),
  );
  const key = read(
    "privateKey",
    "private key",
    () => createPrivateKey(privateKey),
  );
  if (!own.checkPrivateKey(key)) {
    throw new RangeError(
      "security.privateKey does not belong to security.certificate",
    );
  }
  return new Date(own.validTo);
}
