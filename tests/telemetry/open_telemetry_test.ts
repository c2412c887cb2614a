import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { openTelemetryObserver } from "../../telemetry/mod.ts";
import { OtlpReceiver, type ReceivedSpan } from "./_otlp_receiver.ts";

const CLIENT = fileURLToPath(
  import.meta.resolve("./programs/traced_client.ts"),
);

/** The spans of a program and its server, by the step of the program. */
class Spans {
  readonly #all: readonly ReceivedSpan[];

  private constructor(all: readonly ReceivedSpan[]) {
    this.#all = all;
  }

  /** Runs the client, which starts a server, and takes in what both export. */
  static async collect(
    mode: "threaded" | "forking",
  ): Promise<{ spans: Spans; port: number }> {
    await using receiver = new OtlpReceiver();
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", CLIENT, mode],
      env: receiver.environment,
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    const port = Number(new TextDecoder().decode(stdout));
    return { spans: new Spans(receiver.spans), port };
  }

  /** Spans of a kind that nothing has caused. */
  rootsOf(kind: ReceivedSpan["kind"]): ReceivedSpan[] {
    return this.#all.filter((span) =>
      span.kind === kind && span.parentSpanId === ""
    );
  }

  step(name: string): ReceivedSpan {
    const step = this.#all.find((span) =>
      span.name === name && span.kind === "internal"
    );
    assert(step !== undefined, `there is no span "${name}"`);
    return step;
  }

  /** What is directly below a span: in the same trace, with it as the parent. */
  below({ traceId, spanId }: ReceivedSpan): ReceivedSpan[] {
    return this.#all.filter((span) =>
      span.traceId === traceId && span.parentSpanId === spanId
    );
  }

  /** The one span that is directly below. */
  only(parent: ReceivedSpan): ReceivedSpan {
    const below = this.below(parent);
    assertEquals(below.length, 1, `below ${parent.kind} ${parent.name}`);
    return below[0];
  }

  /** A span and the one below it, and so on, as long as there is exactly one. */
  chain(from: ReceivedSpan): string[] {
    const below = this.below(from);
    assert(below.length <= 1, `below ${from.kind} ${from.name}`);
    return [
      `${from.kind} ${from.name}`,
      ...below.flatMap((span) => this.chain(span)),
    ];
  }
}

for (const mode of ["threaded", "forking"] as const) {
  Deno.test(`one trace spans both ends of a connection, ${mode}`, async () => {
    const { spans, port } = await Spans.collect(mode);

    assertEquals(spans.rootsOf("server"), []);
    assertEquals(spans.chain(spans.step("work")), [
      "internal work",
      "client work",
      "server work",
      "internal inside",
    ]);

    const client = spans.only(spans.step("work"));
    const { "rpcbench.request.bytes": request, ...attributes } =
      client.attributes;
    assert(Number(request) > 0);
    assertEquals(attributes, {
      "rpc.system.name": "rpcbench",
      "rpc.method": "work",
      "rpcbench.call.kind": "call",
      "server.address": "127.0.0.1",
      "server.port": port,
      "rpcbench.response.bytes": attributes["rpcbench.response.bytes"],
    });
    const server = spans.only(client);
    assertEquals(server.attributes["client.address"], "127.0.0.1");
    assertNotEquals(server.attributes["client.port"], port);
    assertEquals(
      server.attributes["rpcbench.response.bytes"],
      attributes["rpcbench.response.bytes"],
    );

    const atOnce = spans.below(spans.step("at once"));
    assertEquals(atOnce.length, 20);
    for (const call of atOnce) {
      assertEquals(spans.chain(call), [
        "client work",
        "server work",
        "internal inside",
      ]);
    }

    const failure = spans.only(spans.step("failure"));
    for (const span of [failure, spans.only(failure)]) {
      assertEquals(span.attributes["error.type"], "RangeError");
      assertEquals([span.failed, span.exceptions], [true, ["too far"]]);
    }
    assertEquals(client.failed, false);

    assertEquals(spans.chain(spans.step("reference")), [
      "internal reference",
      "client User/rename",
      "server User/rename",
    ]);

    const hung = spans.below(spans.step("abandonment"))
      .find(({ name }) => name === "hang");
    assert(hung !== undefined, "a call that nobody waits for has no span");
    assertEquals(spans.chain(hung), ["client hang", "server hang"]);

    assertEquals(spans.chain(spans.step("callbacks")), [
      "internal callbacks",
      "client callBack",
      "server callBack",
      "client Function/callback",
      "server Function/callback",
      "client callBack",
      "server callBack",
      "client Function/callback",
      "server Function/callback",
    ]);
  });
}

Deno.test("without OpenTelemetry, no call is watched", () => {
  const connection = openTelemetryObserver().connected({ peer: "here:1" });
  const call = {
    kind: "call",
    name: "ping",
    reference: undefined,
    args: [],
  } as const;
  assertEquals(connection.calling(call), undefined);
  assertEquals(connection.called(call, undefined, undefined), undefined);
});
