import { assert, assertEquals } from "@std/assert";
import { DOMParser } from "@xmldom/xmldom";
import { formatJunitReport, githubAnnotations } from "../../../reports/mod.ts";
import type { Check } from "../../../verdicts/mod.ts";

const HOSTILE =
  `</testcase>"'&<!--]]>\u0000\u001b[31m\ud800\uffff\n::error::x, y%0A`;

const CHECKS: readonly Check[] = [
  { name: "a<1", subject: "one", outcome: "passed", message: "a is 0" },
  { name: "b<1", subject: "two", outcome: "failed", message: "b is 2" },
  { name: "c<1", subject: "one", outcome: "warning", message: "c is 1" },
  { name: "d<1", subject: "two", outcome: "skipped", message: "too few" },
  { name: HOSTILE, subject: HOSTILE, outcome: "failed", message: HOSTILE },
];

/** The elements of a name in XML; fails if it is not well-formed. */
function elements(xml: string, name: string) {
  const document = new DOMParser({
    onError: (level, message) => {
      if (level !== "warning") throw new Error(`${level}: ${message}`);
    },
  }).parseFromString(xml, "text/xml");
  return [...document.getElementsByTagName(name)];
}

Deno.test("JUnit XML has a suite a subject and a test a check", () => {
  const xml = formatJunitReport("Budgets", CHECKS);
  const [root] = elements(xml, "testsuites");
  assertEquals(
    ["name", "tests", "failures", "errors", "skipped"].map((it) =>
      root.getAttribute(it)
    ),
    ["Budgets", "5", "2", "0", "1"],
  );
  assertEquals(
    elements(xml, "testsuite").slice(0, 2).map((suite) => [
      suite.getAttribute("name"),
      suite.getAttribute("tests"),
      suite.getAttribute("failures"),
      [...suite.getElementsByTagName("testcase")]
        .map((it) => it.getAttribute("name")),
    ]),
    [["one", "2", "0", ["a<1", "c<1"]], ["two", "2", "1", ["b<1", "d<1"]]],
  );
  assertEquals(
    elements(xml, "failure")[0].getAttribute("message"),
    "b is 2",
  );
  assertEquals(elements(xml, "system-out")[0].textContent, "c is 1");
  assertEquals(
    elements(xml, "skipped").map((it) => it.getAttribute("message")),
    ["too few"],
  );
});

Deno.test("whatever names and messages are, JUnit XML has only characters that XML has", () => {
  const xml = formatJunitReport("Budgets", CHECKS);
  const harmless = `</testcase>"'&<!--]]> \ufffd\ufffd ::error::x, y%0A`;
  assertEquals(elements(xml, "testsuite")[2].getAttribute("name"), harmless);
  assertEquals(elements(xml, "testcase").length, CHECKS.length);
  // What XML 1.0 calls a Char, in section 2.2.
  assert(
    /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u.test(
      xml,
    ),
  );
});

Deno.test("annotations are a line each for what did not pass, and no more commands than that", () => {
  assertEquals(githubAnnotations(CHECKS), [
    "::error title=two%3A b<1::b is 2",
    "::warning title=one%3A c<1::c is 1",
    `::error title=</testcase>"'&<!--]]> \ud800\uffff %3A%3Aerror%3A%3Ax%2C y%250A%3A ` +
    `</testcase>"'&<!--]]> \ud800\uffff %3A%3Aerror%3A%3Ax%2C y%250A::` +
    `</testcase>"'&<!--]]> \ud800\uffff ::error::x, y%250A`,
  ]);
});
