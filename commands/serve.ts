import { SCHEDULER_NAMES } from "../rpc/scheduler.ts";
import { type Command, ExitCode } from "./_command.ts";
import { compression } from "./_compression_flags.ts";
import { choice, text, wholeNumber } from "./_flag_kinds.ts";
import { describeFlags, parseFlags } from "./_flags.ts";
import { Interruption } from "./_interruption.ts";
import { moduleUrl } from "./_module_url.ts";
import { permissionFlags, permissions } from "./_permissions.ts";
import { readSecurity, SECURITY_FLAGS } from "./_security_flags.ts";
import { UsageError } from "./_usage_error.ts";

const FLAGS = {
  mode: choice({
    choices: ["threaded", "forking"],
    default: "threaded",
    help: "one process for all connections, or one for each (rpc only)",
  }),
  host: text({
    placeholder: "HOST",
    default: "127.0.0.1",
    help: "address to listen on",
  }),
  port: wholeNumber({
    placeholder: "PORT",
    least: 0,
    most: 65535,
    default: undefined,
    help:
      "port to listen on (default: 18812 for rpc, 5000 for http, or a free one)",
  }),
  service: text({
    placeholder: "MODULE",
    default: undefined,
    help: "module whose default export is served (rpc only)",
  }),
  "service-allow": permissions({ help: "what the service may do" }),
  compression: compression({
    help: "compress for clients that do, by deflate, snappy or zstd (rpc only)",
  }),
  scheduler: choice({
    choices: SCHEDULER_NAMES,
    default: "exit_ordered",
    help: "run all calls at once, or those of a key in turn (rpc only)",
  }),
  ...SECURITY_FLAGS,
};

const RPC_ONLY = [
  "mode",
  "service",
  "service-allow",
  "compression",
  "scheduler",
  "key-file",
  "certificate",
  "private-key",
  "ca",
] as const;

/** `rpcbench serve`: runs one server in the foreground. */
export const command: Command = {
  summary: "run one server in the foreground, to be measured from elsewhere",
  help: `Usage: rpcbench serve rpc|http [flags]

Runs a server until it is interrupted.

${describeFlags(FLAGS)}`,
  async run(args) {
    const { values, operands } = parseFlags("serve", FLAGS, args, 1);
    const [kind] = operands;
    if (kind !== "rpc" && kind !== "http") {
      throw new UsageError(
        kind === undefined
          ? "serve takes rpc or http"
          : `serve got "${kind}"; it takes rpc or http`,
      );
    }
    const options = { hostname: values.host, port: values.port };
    if (kind === "http") {
      for (const name of RPC_ONLY) {
        if (values[name] !== FLAGS[name].default) {
          throw new UsageError(`--${name} is for serve rpc only`);
        }
      }
      const { HttpServer } = await import("../servers/mod.ts");
      return await serve("http", await HttpServer.start(options));
    }
    const service = values.service &&
      await moduleUrl("--service", values.service);
    const security = await readSecurity(values);
    const { RpcServer } = await import("../servers/mod.ts");
    const server = await RpcServer.start({
      ...options,
      mode: values.mode,
      service,
      permissions: permissionFlags(values["service-allow"]),
      compression: { algorithms: values.compression },
      scheduler: values.scheduler,
      security,
    });
    const name = ["rpc", values.mode, ...security ? [security.kind] : []];
    return await serve(name.join(", "), server);
  },
};

/** A server as far as this command needs it. */
interface RunningServer extends AsyncDisposable {
  readonly address: string;
  readonly exited: Promise<Deno.CommandStatus>;
}

async function serve(name: string, running: RunningServer): Promise<number> {
  await using server = running;
  using interruption = new Interruption();
  const interrupted = new Promise<"interrupted">((resolve) =>
    interruption.signal.addEventListener("abort", () => resolve("interrupted"))
  );
  console.error(`${name}: listening on ${server.address}`);
  const end = await Promise.race([interrupted, server.exited]);
  if (end === "interrupted") return ExitCode.interrupted;
  console.error(`the server ended, with ${end.signal ?? `code ${end.code}`}`);
  return ExitCode.failed;
}
