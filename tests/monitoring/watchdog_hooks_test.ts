import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { MonitoredFile } from "./_monitored_file.ts";
import {
  commandHook,
  logHook,
  type WatchdogAlert,
  webhookHook,
} from "../../monitoring/mod.ts";

const ALERT: WatchdogAlert = {
  watchdog: "shop",
  timestamp: "2026-05-04T03:02:01.000Z",
  since: "2026-05-04T03:00:01.000Z",
  event: "unreachable",
  reminder: false,
  reason: 'it said: "no"; $(reboot)',
  message: 'shop is unreachable: it said: "no"; $(reboot)',
};

const NEVER = new AbortController().signal;

/** A web service that answers as it is told, and keeps what it gets. */
class Webhook implements AsyncDisposable {
  readonly received: { readonly headers: Headers; readonly body: unknown }[] =
    [];
  readonly #over = Promise.withResolvers<void>();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  /** The first answers' statuses; `"silent"` for none at all. Then 204. */
  constructor(...answers: (number | "silent")[]) {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request) => {
        const { headers } = request;
        this.received.push({ headers, body: await request.json() });
        const answer = answers.shift() ?? 204;
        if (answer === "silent") {
          await this.#over.promise;
        }
        return typeof answer === "number" && answer !== 204
          ? new Response("text", { status: answer })
          : new Response(null, { status: 204 });
      },
    );
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  get url(): string {
    return `${this.origin}/secret?token=1`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.resolve();
    await this.#server.shutdown();
  }
}

Deno.test("a log gets one line an alert", async () => {
  const lines: string[] = [];
  await logHook((line) => lines.push(line))(ALERT, NEVER);
  assertEquals(lines, [`${ALERT.timestamp} ${ALERT.message}`]);
});

Deno.test("a webhook gets the alert as JSON, with the headers that it wants", async () => {
  await using webhook = new Webhook();
  await webhookHook({ url: webhook.url, headers: { authorization: "me" } })(
    ALERT,
    NEVER,
  );
  await webhookHook({
    url: webhook.url,
    body: ({ message }) => ({ text: message }),
  })(ALERT, NEVER);
  const [whole, text] = webhook.received;
  assertEquals(whole.body, ALERT);
  assertEquals(whole.headers.get("content-type"), "application/json");
  assertEquals(whole.headers.get("authorization"), "me");
  assertEquals(text.body, { text: ALERT.message });
});

Deno.test("a webhook is tried again while its server is not well", async () => {
  await using webhook = new Webhook(503, 429, "silent");
  const hook = webhookHook({
    url: webhook.url,
    retryDelay: 0.001,
    timeout: 0.05,
  });
  await hook(ALERT, NEVER);
  assertEquals(webhook.received.length, 4);
});

Deno.test("a webhook that says no is not asked again; its secret stays one", async () => {
  await using webhook = new Webhook(404, 500, 500);
  const options = { url: webhook.url, retries: 1, retryDelay: 0.001 };
  const refused = await assertRejects(
    async () => await webhookHook(options)(ALERT, NEVER),
    Error,
    "it answered 404",
  );
  assertEquals(refused.message, `${webhook.origin}: it answered 404`);
  assertEquals(webhook.received.length, 1);
  await assertRejects(
    async () => await webhookHook(options)(ALERT, NEVER),
    Error,
    "it answered 500",
  );
  assertEquals(webhook.received.length, 3);
});

Deno.test("a webhook that nobody serves fails, and one that is late", async () => {
  await using silent = new Webhook("silent", "silent");
  await using gone = new Webhook();
  await gone[Symbol.asyncDispose]();
  const unreachable = await assertRejects(
    async () => await webhookHook({ url: gone.url, retries: 0 })(ALERT, NEVER),
  );
  assert(unreachable instanceof Error);
  assertStringIncludes(unreachable.message, "it could not be reached");
  assert(!unreachable.message.includes("secret"));
  await assertRejects(
    async () =>
      await webhookHook({ url: silent.url, retries: 0, timeout: 0.05 })(
        ALERT,
        NEVER,
      ),
    Error,
    "no answer within 0.05 s",
  );
  await assertRejects(
    async () =>
      await webhookHook({ url: silent.url })(ALERT, AbortSignal.abort("late")),
  );
});

Deno.test("a webhook has an address, and sensible options", () => {
  for (
    const [options, message] of [
      [{ url: "chat.example" }, "Invalid URL"],
      [{ url: "file:///etc/passwd" }, "url is of file:"],
      [{ url: "http://a", headers: { "no name": "x" } }, "header"],
      [{ url: "http://a", headers: { name: "x\ny: z" } }, "header"],
      [{ url: "http://a", retries: -1 }, "retries is -1"],
      [{ url: "http://a", timeout: 0 }, "timeout is 0"],
      [{ url: "http://a", retryDelay: NaN }, "retryDelay is NaN"],
    ] as const
  ) {
    assertThrows(() => webhookHook(options), Error, message);
  }
});

Deno.test({
  name:
    "a command gets the alert on stdin and in its environment, without a shell",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using file = await MonitoredFile.make();
    const out = `${file.folder}/out`;
    await commandHook([
      "sh",
      "-c",
      'cat > "$1"; echo "$RPCBENCH_EVENT|$RPCBENCH_WATCHDOG|$RPCBENCH_MESSAGE|$2" >> "$1"',
      "hook",
      out,
      "$(reboot)",
    ])(ALERT, NEVER);
    const [json, environment] = (await Deno.readTextFile(out)).split("\n");
    assertEquals(JSON.parse(json), ALERT);
    assertEquals(
      environment,
      `unreachable|shop|${ALERT.message}|$(reboot)`,
    );
  },
});

Deno.test({
  name: "a command fails by its code, its absence, or its lateness",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const large = { ...ALERT, reason: "x".repeat(1_000_000) };
    await commandHook(["true"])(large, NEVER);
    await assertRejects(
      async () => await commandHook(["sh", "-c", "exit 3"])(large, NEVER),
      Error,
      "sh ended with code 3",
    );
    await assertRejects(
      async () => await commandHook(["rpcbench-no-such"])(ALERT, NEVER),
      Deno.errors.NotFound,
    );
    const controller = new AbortController();
    const late = commandHook(["sleep", "60"])(ALERT, controller.signal);
    controller.abort(new Error("enough"));
    await assertRejects(async () => await late, Error, "enough");
    // It ends at once; what it leaves running has its stdin, and reads nothing.
    const leaving = new AbortController();
    const left = commandHook(["sh", "-c", "exec 3<&0; sleep 0.2 <&3 &"])(
      large,
      leaving.signal,
    );
    setTimeout(() => leaving.abort(new Error("enough")), 100);
    await assertRejects(async () => await left, Error, "enough");
    assertThrows(() => commandHook([]), TypeError, "command is empty");
  },
});
