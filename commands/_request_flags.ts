import { compression } from "./_compression_flags.ts";
import { choice, text, texts } from "./_flag_kinds.ts";
import type { FlagValues } from "./_flags.ts";
import type { GENERATOR_FLAGS } from "./_generator_flags.ts";
import { SECURITY_FLAGS } from "./_security_flags.ts";

/** What is asked of a server, beside the method or the URL. */
export const REQUEST_FLAGS = {
  args: text({
    placeholder: "JSON",
    default: undefined,
    help: "arguments of the RPC method, as '[\"text\", 1]'",
  }),
  "ordering-key": text({
    placeholder: "TEXT",
    default: undefined,
    help: "RPC calls run one after another, if the server orders them",
  }),
  compression: compression({
    help: "compress RPC, if the server does, by deflate, snappy or zstd",
  }),
  ...SECURITY_FLAGS,
  client: choice({
    choices: ["lean", "fetch"],
    default: "lean",
    help: "what makes HTTP requests: as little as can be, or fetch",
  }),
  method: text({
    placeholder: "METHOD",
    default: undefined,
    help: "HTTP method (default: GET, or POST with a body)",
  }),
  header: texts({
    aliases: ["H"],
    placeholder: "NAME: VALUE",
    form: /^[^:\s]+:.*$/,
    what: "a name and a value, as 'accept: text/plain'",
    help: "HTTP header; repeatable",
  }),
  body: text({
    placeholder: "TEXT",
    default: undefined,
    help: "body of the HTTP request",
  }),
  "body-file": text({
    placeholder: "FILE",
    default: undefined,
    help: "file whose content is the body of the HTTP request",
  }),
};

/**
 * What was asked for, as results keep it: those that asked for something else are
 * not measured alike. Nothing of it is a secret that a header or a body may be.
 */
export function keptRequest(
  values: RequestFlagValues,
): Record<string, unknown> {
  const { args, body, client, compression, method } = values;
  return {
    args,
    orderingKey: values["ordering-key"],
    compression,
    encrypted: values.certificate === undefined ? undefined : true,
    client: client === "lean" ? undefined : client,
    method,
    bodyLength: body?.length,
    bodyFile: values["body-file"],
  };
}

/** What a command was told to ask of a server. */
export type RequestFlagValues =
  & FlagValues<typeof REQUEST_FLAGS>
  & FlagValues<Pick<typeof GENERATOR_FLAGS, "in-flight">>;
