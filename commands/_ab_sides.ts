import type { AbFlagValues } from "./_ab_flags.ts";
import { targetAt, targetOfModule } from "./_given_target.ts";
import { moduleUrl } from "./_module_url.ts";
import { OWN_SERVERS, type OwnServer, startOwnServer } from "./_own_server.ts";
import { type AbTarget, OwnSide } from "./_own_side.ts";
import { permissionFlags } from "./_permissions.ts";
import { withoutFlagsOf } from "./_requests.ts";
import { openRevision } from "./_revision.ts";
import { UsageError } from "./_usage_error.ts";

const TAKES =
  "rpc://host:port, http://host/path, rpc_threaded, rpc_forking, http_threaded, a module with a service, git:REVISION or target:MODULE";

/** What one side of an experiment was given as. */
type Given =
  /** It runs already. */
  | { readonly kind: "url"; readonly protocol: "http" | "rpc" }
  | { readonly kind: "server"; readonly server: OwnServer }
  /** A module with a service. */
  | { readonly kind: "service" }
  | { readonly kind: "revision"; readonly revision: string }
  /** A module with a target. */
  | { readonly kind: "target"; readonly path: string };

/** Both sides of an experiment, and what was started for them. */
export interface AbTargets extends AsyncDisposable {
  readonly a: AbTarget;
  readonly b: AbTarget;
}

/**
 * Starts both sides of an experiment, as far as they are to be started.
 *
 * @throws {UsageError} if the command line does not tell what they are.
 */
export async function openSides(
  [a, b]: readonly string[],
  values: AbFlagValues,
): Promise<AbTargets> {
  if (a === undefined || b === undefined) {
    throw new UsageError(`ab takes two sides, A and B; each may be ${TAKES}`);
  }
  const givenA = readSide("A", a);
  const givenB = readSide("B", b);
  const isOfRevisions = [givenA, givenB].some(({ kind }) =>
    kind === "revision"
  );
  if (values.service !== undefined && !isOfRevisions) {
    throw new UsageError("--service is for git:REVISION");
  }
  await using stack = new AsyncDisposableStack();
  const sides = {
    a: stack.use(
      await openSide("A", a, givenA, flagsFor(givenA, givenB, values)),
    ),
    b: stack.use(
      await openSide("B", b, givenB, flagsFor(givenB, givenA, values)),
    ),
  };
  const kept = stack.move();
  return { ...sides, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

function readSide(name: string, given: string): Given {
  const server = OWN_SERVERS.find((server) => server === given);
  if (server !== undefined) return { kind: "server", server };
  const [, scheme = "", rest = ""] = given.match(/^([a-z]+):(.+)$/) ?? [];
  switch (scheme) {
    case "http":
    case "https":
      return { kind: "url", protocol: "http" };
    case "rpc":
      return { kind: "url", protocol: "rpc" };
    case "git":
      return { kind: "revision", revision: rest };
    case "target":
      return { kind: "target", path: rest };
    case "":
    case "file":
      // A word that is no path was meant for something else.
      if (/[./\\]/.test(given)) return { kind: "service" };
  }
  throw sideError(name, given);
}

function sideError(name: string, given: string): UsageError {
  return new UsageError(
    `${name} got ${JSON.stringify(given)}; it takes ${TAKES}`,
  );
}

async function openSide(
  name: string,
  text: string,
  given: Given,
  values: AbFlagValues,
): Promise<AbTarget> {
  const { call } = values;
  const permissions = permissionFlags(values["service-allow"]);
  switch (given.kind) {
    case "url": {
      const target = await targetAt(text, values, call);
      if (target === undefined) throw sideError(name, text);
      return target;
    }
    case "target":
      return await targetOfModule(name, given.path, values);
    case "server": {
      requireMethod(given.server, call);
      return await OwnSide.open(() =>
        startOwnServer(given.server, call, values)
      );
    }
    case "service": {
      requireMethod("rpc_threaded", call);
      const service = await moduleUrl(name, text);
      const served = { service, permissions };
      return await OwnSide.open(
        () => startOwnServer("rpc_threaded", call, values, served),
        { name: text },
      );
    }
    case "revision": {
      requireMethod("rpc_threaded", call);
      if (values.service === undefined) {
        throw new UsageError(
          `--service is missing; ${text} takes the module in it that is served`,
        );
      }
      return await openRevisionSide(name, given.revision, {
        ...values,
        service: values.service,
      });
    }
  }
}

async function openRevisionSide(
  name: string,
  revision: string,
  values: AbFlagValues & { readonly service: string },
): Promise<AbTarget> {
  await using stack = new AsyncDisposableStack();
  const { note, service } = stack.use(
    await openRevision(name, revision, values.service),
  );
  const served = {
    ...service,
    permissions: permissionFlags(values["service-allow"]),
  };
  return await OwnSide.open(
    () => startOwnServer("rpc_threaded", values.call, values, served),
    { name: `git:${revision}`, note, servedFrom: stack.move() },
  );
}

function requireMethod(server: OwnServer, call: string): void {
  if (server === "http_threaded" || !call.includes("/")) return;
  throw new UsageError(
    `--call got ${JSON.stringify(call)}; ${server} takes the name of a method`,
  );
}

/** Of two different sides, each has only the flags that it has a use for. */
function flagsFor(
  own: Given,
  other: Given,
  values: AbFlagValues,
): AbFlagValues {
  const theirs = protocolOf(other);
  return theirs === protocolOf(own) || theirs === "module"
    ? values
    : withoutFlagsOf(theirs, values);
}

function protocolOf(given: Given): "http" | "module" | "rpc" {
  switch (given.kind) {
    case "url":
      return given.protocol;
    case "server":
      return given.server === "http_threaded" ? "http" : "rpc";
    case "target":
      return "module";
    case "service":
    case "revision":
      return "rpc";
  }
}
