import { assertEquals, assertThrows } from "@std/assert";
import { PreparedRequest } from "../../../servers/mod.ts";

function sent(...args: ConstructorParameters<typeof PreparedRequest>): string {
  return new TextDecoder("latin1").decode(new PreparedRequest(...args).bytes);
}

Deno.test("a request goes to the path and query of its URL, and names its host", () => {
  assertEquals(
    sent("http://[::1]:8080/a b?c=ü#d"),
    "GET /a%20b?c=%C3%BC HTTP/1.1\r\nhost: [::1]:8080\r\n\r\n",
  );
  assertEquals(
    sent(new URL("https://example.com:443")),
    "GET / HTTP/1.1\r\nhost: example.com\r\n\r\n",
  );
});

Deno.test("a request has the headers that it is given, and the length of its body", () => {
  assertEquals(
    sent("http://a", {
      method: "PUT",
      headers: { Host: "b", "X-Name": "\xfc\t1" },
      body: "ü",
    }),
    "PUT / HTTP/1.1\r\nhost: b\r\nx-name: \xfc\t1\r\ncontent-length: 2\r\n\r\n\xc3\xbc",
  );
  assertEquals(
    sent("http://a", { method: "POST" }),
    "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n",
  );
  assertEquals(
    sent("http://a", { method: "DELETE", body: new Uint8Array([65]) }),
    "DELETE / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\nA",
  );
});

Deno.test("a request does not change with the memory that it was made of", () => {
  const body = new Uint8Array([65]);
  const request = new PreparedRequest("http://a", { method: "POST", body });
  body[0] = 66;
  assertEquals(request.bytes.at(-1), 65);
});

Deno.test("a request that cannot be sent is refused, and what is wrong is named", () => {
  for (
    const [url, options, reason] of [
      ["/ping", {}, 'url is "/ping"; it takes a URL'],
      ["ws://a", {}, 'url is "ws://a"; it takes an http: or https: URL'],
      ["http://a:b@c", {}, "url has a name or password"],
      ["http://a", { method: "" }, 'method is ""'],
      ["http://a", { method: "GET /b HTTP/1.1\r\n" }, "method is"],
      ["http://a", { method: "CONNECT" }, 'method is "CONNECT"'],
      ["http://a", { headers: { "": "b" } }, 'headers have the name ""'],
      ["http://a", { headers: { "a:": "b" } }, 'headers have the name "a:"'],
      [
        "http://a",
        { headers: { a: "b\r\nc: d" } },
        'header a is "b\\r\\nc: d"',
      ],
      ["http://a", { headers: { a: "\0" } }, "header a is"],
      ["http://a", { headers: { a: "\u0100" } }, "header a is"],
      ["http://a", { headers: { a: "😀" } }, "header a is"],
      ["http://a", { headers: { "Content-Length": "1" } }, "content-length"],
      ["http://a", { headers: { "transfer-encoding": "chunked" } }, "transfer"],
    ] as const
  ) {
    assertThrows(() => new PreparedRequest(url, options), TypeError, reason);
  }
});
