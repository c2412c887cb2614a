import { isIP } from "node:net";
import type { Extension, JsonGeneralName } from "@peculiar/x509";
import type { EncryptedSecurity } from "../rpc/mod.ts";

/** What {@linkcode createTestCredentials} makes; every option has a default. */
export interface TestCredentialsOptions {
  /** The names and addresses of the server. Default: those of this machine. */
  readonly hostnames?: readonly string[];
  /** Seconds from now until both certificates expire; below 0, they have. Default a day. */
  readonly lifetime?: number;
}

/** Who trusts whom in a test: what either end shows, and expects of the other. */
export interface TestCredentials {
  /** For the server. */
  readonly server: EncryptedSecurity;
  /** For its clients. */
  readonly client: EncryptedSecurity;
}

const THIS_MACHINE = ["localhost", "127.0.0.1", "::1"];
const DAY = 24 * 60 * 60;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/**
 * Makes certificates for tests and benchmarks, in memory: of an authority that
 * nobody else trusts, and that is forgotten at once, for a server and a client.
 *
 * @example Encrypt a connection
 * ```ts
 * import {
 *   createRpcConnection,
 *   createTestCredentials,
 *   RpcServer,
 * } from "@x/rpcbench/servers";
 * import { assertEquals } from "@std/assert";
 *
 * const { client, server: security } = await createTestCredentials();
 * await using server = await RpcServer.start({ port: 0, security });
 * const { port } = server;
 * await using connection = await createRpcConnection({ port, security: client });
 * assertEquals(await connection.root.ping(), "pong");
 * ```
 */
export async function createTestCredentials(
  { hostnames = THIS_MACHINE, lifetime = DAY }: TestCredentialsOptions = {},
): Promise<TestCredentials> {
  // It takes a tenth of a second to load, and few ever need it.
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  const now = Date.now();
  const end = now + lifetime * 1000;
  // Clocks may differ a little, and what has expired began before that.
  const notBefore = new Date(Math.min(now, end) - DAY * 1000);
  const notAfter = new Date(end);
  const authorityKeys = await generateKeys();
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    notBefore,
    // What it signed has expired by itself, not for want of an authority.
    notAfter: new Date(Math.max(now + DAY * 1000, end)),
    name: "CN=rpcbench test authority",
    keys: authorityKeys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });

  const credentials = async (
    name: string,
    extensions: readonly Extension[],
  ): Promise<EncryptedSecurity> => {
    const keys = await generateKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      notBefore,
      notAfter,
      subject: `CN=rpcbench test ${name}`,
      issuer: authority.subject,
      publicKey: keys.publicKey,
      signingKey: authorityKeys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [...extensions],
    });
    const privateKey = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
    return {
      kind: "encrypted",
      certificate: certificate.toString("pem"),
      privateKey: x509.PemConverter.encode(privateKey, "PRIVATE KEY"),
      authorities: authority.toString("pem"),
    };
  };
  const { clientAuth, serverAuth } = x509.ExtendedKeyUsage;
  return {
    server: await credentials("server", [
      new x509.ExtendedKeyUsageExtension([serverAuth]),
      new x509.SubjectAlternativeNameExtension(hostnames.map(alternativeName)),
    ]),
    client: await credentials("client", [
      new x509.ExtendedKeyUsageExtension([clientAuth]),
    ]),
  };
}

function generateKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

function alternativeName(value: string): JsonGeneralName {
  return { type: isIP(value) === 0 ? "dns" : "ip", value };
}
