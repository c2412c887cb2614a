import type {
  RpcTargetSpecification,
  TargetSpecification,
} from "../benchmarks/mod.ts";
import { messageOf } from "../rpc/message_of.ts";
import { REQUEST_FLAGS, type RequestFlagValues } from "./_request_flags.ts";
import { readSecurity, readText } from "./_security_flags.ts";
import { UsageError } from "./_usage_error.ts";

/** The flags that only targets of one kind have a use for. */
const FLAGS_OF = {
  http: ["method", "header", "body", "body-file"],
  rpc: [
    "args",
    "ordering-key",
    "compression",
    "key-file",
    "certificate",
    "private-key",
  ],
} as const;

/**
 * A call of a method of an RPC server, as the flags have it.
 *
 * @throws {UsageError} for flags that are of no use for it, or make no sense.
 */
export async function rpcCall(
  server: { readonly hostname?: string; readonly port?: number },
  method: string,
  values: RequestFlagValues,
): Promise<RpcTargetSpecification> {
  refuseFlagsOf(["http"], values, "an RPC server");
  return {
    kind: "rpc",
    ...server,
    method,
    args: parseArguments(values.args),
    connection: {
      compression: { algorithms: values.compression },
      security: await readSecurity(values),
    },
    call: { orderingKey: values["ordering-key"] },
  };
}

function parseArguments(json: string | undefined): readonly unknown[] {
  if (json === undefined) return [];
  let args: unknown;
  try {
    args = JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (Array.isArray(args)) return args;
  throw new UsageError(
    `--args got ${
      JSON.stringify(json)
    }; it takes a list as JSON, as '[1, "a"]'`,
  );
}

/**
 * An HTTP request, as the flags have it.
 *
 * @throws {UsageError} for flags that are of no use for it, or make no sense.
 */
export async function httpRequest(
  url: string,
  values: RequestFlagValues,
): Promise<TargetSpecification & { readonly kind: "http" }> {
  refuseFlagsOf(["rpc"], values, "an HTTP server");
  const body = await bodyOf(values);
  const { client, method = body === undefined ? "GET" : "POST" } = values;
  if (client === "fetch" && values["in-flight"] > 1) {
    throw new UsageError(
      `--in-flight got ${values["in-flight"]}; with --client fetch it takes 1`,
    );
  }
  const headers = headersOf(values.header);
  const specification = {
    kind: "http",
    url,
    method,
    headers,
    body,
    client,
    caCerts: values.ca === undefined
      ? undefined
      : [await readText("ca", values)],
  } as const;
  await requireTarget(
    specification,
    (reason) =>
      ["method", "header"].filter((name) => reason.startsWith(name))
        .map((name) => `--${name}`).at(0) ?? "the target",
  );
  return specification;
}

/** The same without the flags that only targets of one kind have a use for. */
export function withoutFlagsOf<Values extends RequestFlagValues>(
  kind: keyof typeof FLAGS_OF,
  values: Values,
): Values {
  const unset = FLAGS_OF[kind].map((flag) =>
    [flag, REQUEST_FLAGS[flag].default] as const
  );
  return { ...values, ...Object.fromEntries(unset) };
}

/** Finds out before the run whether a target can be asked, and which flag is to blame if not. */
export async function requireTarget(
  specification: TargetSpecification,
  flagOf: (reason: string) => string,
): Promise<void> {
  const { openTarget } = await import("../benchmarks/mod.ts");
  try {
    await openTarget(specification, { timeout: Infinity });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${flagOf(error.message)}: ${error.message}`);
  }
}

async function bodyOf(
  { body, "body-file": file }: RequestFlagValues,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (body !== undefined && file !== undefined) {
    throw new UsageError("--body and --body-file exclude each other");
  }
  if (file === undefined) {
    return body === undefined ? undefined : new TextEncoder().encode(body);
  }
  try {
    return await Deno.readFile(file);
  } catch (error) {
    const reason = messageOf(error);
    throw new UsageError(
      `--body-file got "${file}"; it takes a file that can be read: ${reason}`,
    );
  }
}

/** Values of the same name become a list, as HTTP has it. */
function headersOf(given: readonly string[]): Readonly<Record<string, string>> {
  const headers = new Map<string, string>();
  for (const header of given) {
    const colon = header.indexOf(":");
    const name = header.slice(0, colon).toLowerCase();
    const value = header.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}

/**
 * Makes sure that no flag is given that only other kinds of targets have a use for.
 *
 * @throws {UsageError} that names one that is.
 */
export function refuseFlagsOf(
  kinds: readonly (keyof typeof FLAGS_OF)[],
  values: RequestFlagValues,
  what: string,
): void {
  const given = kinds.flatMap((kind) => FLAGS_OF[kind]).find((flag) =>
    values[flag] !== undefined && values[flag].length > 0
  );
  if (given === undefined) return;
  throw new UsageError(`--${given} is of no use for ${what}`);
}
