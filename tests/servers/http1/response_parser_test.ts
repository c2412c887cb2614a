import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { AnswerKeeper } from "../../../servers/http1/kept_answer.ts";
import { Random } from "../../rpc/_random.ts";
import { bytesOf, parse } from "./_parse.ts";

const GET = { isHead: false };
const HEAD = { isHead: true };

/** Responses as they should be, with what they say. */
const RESPONSES: readonly {
  readonly name: string;
  readonly text: string;
  readonly status?: number;
  readonly body?: string;
  readonly isHead?: true;
  readonly last?: true;
}[] = [
  {
    name: "content-length",
    text: "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong",
    body: "pong",
  },
  {
    name: "content-length in other letters, with blanks",
    text: "HTTP/1.1 200 OK\r\nCoNtEnT-LeNgTh:\t 04 \t\r\n\r\npong",
    body: "pong",
  },
  {
    name: "an empty body",
    text: "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    status: 404,
  },
  {
    name: "a body that looks like a response",
    text:
      "HTTP/1.1 200 OK\r\nContent-Length: 38\r\n\r\nHTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
    body: "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
  },
  {
    name: "no reason, with and without its space",
    text: "HTTP/1.1 200 \r\nContent-Length: 1\r\n\r\na",
    body: "a",
  },
  {
    name: "no reason and no space",
    text: "HTTP/1.1 200\r\nContent-Length: 1\r\n\r\na",
    body: "a",
  },
  {
    name: "a reason and a value in ISO 8859-1",
    text: "HTTP/1.1 200 sch\xf6n\r\nx: \xfc\r\nContent-Length: 1\r\n\r\na",
    body: "a",
  },
  {
    name: "a status that HTTP does not know",
    text: "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
    status: 999,
  },
  {
    name: "chunks",
    text:
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npong\r\n1\r\n!\r\n0\r\n\r\n",
    body: "pong!",
  },
  {
    name: "chunks with extensions, zeros before a size, and trailers",
    text:
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n00a;x="y"\r\n0123456789\r\nA\r\nabcdefghij\r\n000;last\r\nDigest: abc\r\nContent-Length: 7\r\n\r\n',
    body: "0123456789abcdefghij",
  },
  {
    name: "chunks that hold line ends",
    text:
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n",
    body: "\r\n0\r\n\r\n",
  },
  {
    name: "no chunk but the last",
    text: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  },
  {
    name: "204, whatever its length",
    text: "HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\n",
    status: 204,
  },
  {
    name: "304, with the length that 200 would have",
    text: "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\n",
    status: 304,
  },
  {
    name: "an answer to HEAD",
    text: "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n",
    isHead: true,
  },
  {
    name: "an answer to HEAD that would be in chunks",
    text: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    isHead: true,
  },
  {
    name: "after responses that only announce it",
    text:
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
    body: "hi",
  },
  {
    name: "connection: keep-alive",
    text:
      "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na",
    body: "a",
  },
  {
    name: "connection: close, among others",
    text:
      "HTTP/1.1 200 OK\r\nConnection: foo, CLOSE\r\nContent-Length: 1\r\n\r\na",
    body: "a",
    last: true,
  },
  {
    name: "HTTP/1.0",
    text: "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na",
    body: "a",
    last: true,
  },
  {
    name: "HTTP/1.0 that is kept alive",
    text:
      "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\na",
    body: "a",
  },
  {
    name: "a body until the end",
    text: "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nall of it",
    body: "all of it",
    last: true,
  },
  {
    name: "nothing until the end",
    text: "HTTP/1.0 200 OK\r\n\r\n",
    last: true,
  },
];

Deno.test("the parser reads every response, wherever it is split", () => {
  for (
    const { name, text, status = 200, body = "", isHead = false, last = false }
      of RESPONSES
  ) {
    const bytes = bytesOf(text);
    const answer = { status, bodyLength: body.length, last };
    for (let split = 0; split <= bytes.length; split++) {
      const pieces = [bytes.subarray(0, split), bytes.subarray(split)];
      const keeper = new AnswerKeeper(100);
      const reading = parse(pieces, [{ isHead, keeper }]);
      assertEquals(reading, { answers: [answer] }, `${name}, at ${split}`);
      const kept = new TextDecoder().decode(keeper.keep(answer).body);
      assertEquals(kept, body, `${name}, at ${split}`);
    }
    const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
    assertEquals(parse(single, [{ isHead }]), { answers: [answer] }, name);
  }
});

Deno.test("the parser tells responses apart that come together, wherever they are split", () => {
  const pipelined = RESPONSES.filter(({ last }) => !last);
  const bytes = bytesOf(pipelined.map(({ text }) => text).join(""));
  const requests = pipelined.map(({ isHead = false }) => ({ isHead }));
  const answers = pipelined.map(({ status = 200, body = "" }) => ({
    status,
    bodyLength: body.length,
    last: false,
  }));
  assertEquals(parse([bytes], requests), { answers });
  for (let split = 1; split < bytes.length; split++) {
    const pieces = [bytes.subarray(0, split), bytes.subarray(split)];
    assertEquals(parse(pieces, requests), { answers }, `at ${split}`);
  }
});

Deno.test("the parser keeps the headers of the answer, not those before or behind it", () => {
  const keeper = new AnswerKeeper(100);
  const text = "HTTP/1.1 103 Early Hints\r\nearly: 1\r\n\r\n" +
    "HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nname:  \xfc b \r\n" +
    "transfer-encoding: chunked\r\n\r\n0\r\nlate: 1\r\n\r\n";
  parse([bytesOf(text)], [{ isHead: false, keeper }]);
  const { headers } = keeper.keep({ status: 200, bodyLength: 0 });
  assertEquals([...headers], [
    ["name", "\xfc b"],
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2"],
    ["transfer-encoding", "chunked"],
  ]);
});

/** What must not be read as a response, and a word of the reason. */
const REFUSED: readonly (readonly [text: string, reason: string])[] = [
  ["SSH-2.0-OpenSSH_9.2\r\n", "does not speak HTTP/1.1"],
  ["\x15\x03\x01\x00\x02\x02\x16", "does not speak HTTP/1.1"],
  ["\r\nHTTP/1.1 200 OK\r\n\r\n", "status line"],
  [" HTTP/1.1 200 OK\r\n\r\n", "does not speak HTTP/1.1"],
  ["http/1.1 200 OK\r\n\r\n", "does not speak HTTP/1.1"],
  ["HTTP/2 200\r\n\r\n", "does not speak HTTP/1.1"],
  ["HTTP/1.2 200 OK\r\n\r\n", "status line"],
  ["HTTP/1.10 200 OK\r\n\r\n", "status line"],
  ["HTTP/1.1  200 OK\r\n\r\n", "status line"],
  ["HTTP/1.1 20 OK\r\n\r\n", "status line"],
  ["HTTP/1.1 2000 OK\r\n\r\n", "status line"],
  ["HTTP/1.1 099 OK\r\n\r\n", "status line"],
  ["HTTP/1.1 +20 OK\r\n\r\n", "status line"],
  ["HTTP/1.1 20\r\n\r\n", "status line"],
  ["HTTP/1.1\r\n\r\n", "status line"],
  ["HTTP/1.\r\n\r\n", "status line"],
  ["HTTP/1.1 200 a\0b\r\n\r\n", "status line"],
  ["HTTP/1.1 200 OK\n\n", "CR LF"],
  ["HTTP/1.1 200 OK\r\nContent-Length: 0\n\r\n", "CR LF"],
  ["HTTP/1.1 200 OK\r\nA: b\rContent-Length: 1\r\n\r\n", "header line"],
  ["HTTP/1.1 200 OK\r\nA: b\0\r\n\r\n", "header line"],
  ["HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\na", "header line"],
  ["HTTP/1.1 200 OK\r\n Content-Length: 1\r\n\r\na", "header line"],
  ["HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", "header line"],
  ["HTTP/1.1 200 OK\r\n: b\r\n\r\n", "header line"],
  ["HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "header line"],
  ["HTTP/1.1 200 OK\r\nToken\r\n\r\n", "header line"],
  ["HTTP/1.1 200 OK\r\nT\xf6ken: a\r\n\r\n", "header line"],
  ...["", "-1", "+1", "1.0", "1e3", "0x1", "1 1", "1, 1", "1,", "a", "\xb2"]
    .map((value): [string, string] => [
      `HTTP/1.1 200 OK\r\nContent-Length: ${value}\r\n\r\na`,
      "content-length",
    ]),
  [
    "HTTP/1.1 200 OK\r\nContent-Length: 9007199254740992\r\n\r\n",
    "content-length",
  ],
  [
    `HTTP/1.1 200 OK\r\nContent-Length: ${"9".repeat(400)}\r\n\r\n`,
    "content-length",
  ],
  [
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
    "content-length twice",
  ],
  [
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\ncontent-length: 2\r\n\r\na",
    "content-length twice",
  ],
  [
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
    "both",
  ],
  [
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\na",
    "both",
  ],
  [
    "HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
    "both",
  ],
  [
    "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "HTTP/1.0",
  ],
  ...["", "identity", "gzip", "gzip, chunked", "chunked, chunked", "xchunked"]
    .map((value): [string, string] => [
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: ${value}\r\n\r\n0\r\n\r\n`,
      "transfer-encoding",
    ]),
  [
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
    "transfer-encoding twice",
  ],
  ...[
    "",
    " 1",
    "1 ",
    "-1",
    "+1",
    "0x1",
    "g",
    "1\t",
    ";x",
    "20000000000000",
    "f".repeat(300),
  ].map((size): [string, string] => [
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${size}\r\na\r\n`,
    "chunk size",
  ]),
  [
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n",
    "CR LF",
  ],
  [
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
    "longer than its size",
  ],
  [
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\n0\r\n\r\n",
    "longer than its size",
  ],
  [
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a\rb\r\na\r\n0\r\n\r\n",
    "chunk size",
  ],
  [
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nHTTP/1.1 200 OK\r\n\r\n",
    "header line",
  ],
  ["HTTP/1.1 101 Switching Protocols\r\n\r\n", "protocol of its choice"],
  [
    `HTTP/1.1 200 OK\r\n${"a: b\r\n".repeat(11_000)}\r\n`,
    "headers of more than",
  ],
  [`HTTP/1.1 200 OK\r\na: ${"b".repeat(70_000)}`, "line of more than"],
  ["HTTP/1.1 100 Continue\r\n\r\n".repeat(3000), "headers of more than"],
  [
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${
      "a: b\r\n".repeat(11_000)
    }\r\n`,
    "headers of more than",
  ],
  [
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
    "answer no request",
  ],
  ["HTTP/1.1 204 No\r\n\r\nab", "answer no request"],
];

Deno.test("the parser refuses what could be understood in two ways", () => {
  for (const [text, reason] of REFUSED) {
    const bytes = bytesOf(text);
    const middle = bytes.length >> 1;
    for (
      const pieces of [
        [bytes],
        [bytes.subarray(0, middle), bytes.subarray(middle)],
      ]
    ) {
      const { error = "none" } = parse(pieces, [GET]);
      assertStringIncludes(error, "ProtocolError", text.slice(0, 200));
      assertStringIncludes(error, reason, text.slice(0, 200));
    }
  }
});

Deno.test("the parser refuses what is no HTTP before a line ends", () => {
  assertStringIncludes(
    parse([bytesOf("220 mail.example ESMTP")], [GET]).error ?? "",
    "the server does not speak HTTP/1.1: it sent",
  );
});

Deno.test("the parser takes no body from an answer to HEAD, and none for it", () => {
  const text = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
  const answer = { status: 200, bodyLength: 0, last: false };
  assertEquals(parse([bytesOf(text + text)], [HEAD, HEAD]), {
    answers: [answer, answer],
  });
  // With a body all the same, the next answer cannot be known.
  const { answers, error = "" } = parse([bytesOf(`${text}pong`)], [HEAD, GET]);
  assertEquals(answers, [answer]);
  assertStringIncludes(error, "does not speak HTTP/1.1");
});

Deno.test("the parser keeps no body beyond a limit, and holds none that was announced", () => {
  for (
    const text of [
      "HTTP/1.1 200 OK\r\nContent-Length: 9007199254740991\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\npong!\r\n",
      "HTTP/1.1 200 OK\r\n\r\npong!",
    ]
  ) {
    const keeper = new AnswerKeeper(4);
    const { error = "" } = parse([bytesOf(text)], [{ isHead: false, keeper }]);
    assertStringIncludes(error, "body of more than 4 bytes");
  }
});

Deno.test("the parser counts a body longer than its memory", () => {
  const length = 1_000_000;
  const head = bytesOf(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`);
  const answer = { status: 200, bodyLength: length, last: false };
  assertEquals(parse([head, new Uint8Array(length)], [GET]), {
    answers: [answer],
  });
});

Deno.test("the parser reads damaged bytes the same however they are split, and never worse than wrong", () => {
  const random = new Random(20260730);
  const good = RESPONSES.map(({ text }) => text);
  let refused = 0;
  for (let round = 0; round < 3000; round++) {
    const texts = Array.from({ length: 3 }, () => random.pick(good));
    const bytes = damage(random, bytesOf(texts.join("")));
    const requests = Array.from({ length: 8 }, () => random.pick([GET, HEAD]));
    const whole = parse([bytes], requests);
    const split = parse(splitAnywhere(random, bytes), requests);
    const context = JSON.stringify(String.fromCharCode(...bytes));
    assertEquals(split.answers, whole.answers, context);
    assertEquals(
      split.error === undefined,
      whole.error === undefined,
      context,
    );
    if (whole.error?.startsWith("ProtocolError")) refused++;
    else assert(whole.error?.startsWith("Error: the end") ?? true, whole.error);
  }
  // Neither everything nor nothing: the damage is of the right size.
  assert(refused > 500 && refused < 2900, `${refused} were refused`);
});

/** Changes, drops, repeats and inserts some bytes, those above all that frame. */
function damage(random: Random, bytes: Uint8Array): Uint8Array {
  const damaged = Array.from(bytes);
  const marks = Array.from(bytesOf("\r\n:; 0123456789aAfF,\0\t\xff-+"));
  for (let times = random.below(4); times > 0; times--) {
    const at = random.below(damaged.length);
    const byte = random.pick(marks);
    random.pick([
      () => damaged.splice(at, 1, byte),
      () => damaged.splice(at, 1),
      () => damaged.splice(at, 0, byte),
      () => damaged.splice(at, 0, ...damaged.slice(at, at + random.below(30))),
      () => damaged.splice(at, random.below(10)),
    ])();
  }
  return Uint8Array.from(damaged);
}

function* splitAnywhere(
  random: Random,
  bytes: Uint8Array,
): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const end = start + 1 + random.below(20);
    yield bytes.subarray(start, end);
    start = end;
  }
}
