import type { EncryptedSecurity, Security } from "../../rpc/mod.ts";

/**
 * What a server's processes are told of its security: on their standard input,
 * and from the supervisor on beside the socket. Arguments and the environment
 * can be read by other programs, so it is in neither.
 */
export interface SecurityMessage {
  readonly kind: "security";
  readonly security: EncryptedSecurity | {
    readonly kind: "authenticated";
    /** The key in Base64. */
    readonly key: string;
  };
}

/** Puts a server's security into a message. */
export function securityMessage(security: Security): SecurityMessage {
  return {
    kind: "security",
    security: security.kind === "encrypted"
      ? security
      : { kind: "authenticated", key: security.key.toBase64() },
  };
}

/** Takes a server's security out of a message. */
export function securityOf({ security }: SecurityMessage): Security {
  return security.kind === "encrypted"
    ? security
    : { kind: "authenticated", key: Uint8Array.fromBase64(security.key) };
}
