import { SecurityError } from "./errors.ts";

/** Deno 2.9.6 gives one code to certificates from elsewhere and to most that expired. */
const UNTRUSTED =
  "has a certificate that has expired, or that no authority which this end trusts gave for this use";
const NOT_TLS_1_3 = "does not speak TLS 1.3";

/** What the codes of OpenSSL, which `node:tls` speaks, say of the other end. */
const MEANINGS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "has a certificate that has expired",
  CERT_NOT_YET_VALID: "has a certificate that is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE:
    "has no certificate; this end asks for one",
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: NOT_TLS_1_3,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: NOT_TLS_1_3,
  ERR_SSL_WRONG_VERSION_NUMBER: "does not speak TLS; this end asks for it",
  ECONNRESET: "closed the connection during the TLS handshake",
};

/** What `node:tls` says when it did not get as far as to TLS. */
const BEFORE_TLS: readonly unknown[] = ["connect", "getaddrinfo"];

/**
 * What an error of `node:tls` means, in a sentence. A server is told in
 * `authorizationError` why it turned a client away.
 */
export function explainTlsFailure(
  peer: string,
  cause: unknown,
  authorizationError?: unknown,
): unknown {
  if (!(cause instanceof Error) || cause instanceof SecurityError) return cause;
  if ("syscall" in cause && BEFORE_TLS.includes(cause.syscall)) return cause;
  const code = authorizationError ?? ("code" in cause ? cause.code : undefined);
  return new SecurityError(
    `${peer} ${MEANINGS[String(code)] ?? describe(cause.message)}`,
    { cause },
  );
}

function describe(message: string): string {
  const [, alert] = message.match(/^received fatal alert: (\w+)/) ?? [];
  return alert === undefined
    ? `and this end cannot agree on TLS: ${message}`
    : `does not trust this end: ${alert}`;
}
