import { DOMImplementation, type Element, XMLSerializer } from "@xmldom/xmldom";
import type { Check, CheckOutcome } from "../../verdicts/check.ts";
import { inOneLine } from "../../units/one_line.ts";

/** What XML 1.0 has no place for, not even escaped. */
const UNWRITABLE = /[\ufffe\uffff]/g;

/**
 * Checks as JUnit XML, which continuous integration shows as tests: a test suite a
 * subject, a test case a check. A failed one has a `failure`, one that nobody can tell
 * is `skipped`; a warning has passed, and says in `system-out` what it warns of.
 *
 * @example Write what was checked for a continuous integration
 * ```ts
 * import { formatJunitReport } from "@x/rpcbench";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const xml = formatJunitReport("budgets", [{
 *   name: "latency.p99<100ms",
 *   subject: "rpc_threaded",
 *   outcome: "failed",
 *   message: "latency.p99 is 123 ms",
 * }]);
 * assertStringIncludes(xml, '<testsuite name="rpc_threaded" tests="1" failures="1"');
 * ```
 */
export function formatJunitReport(
  title: string,
  checks: readonly Check[],
): string {
  const document = new DOMImplementation().createDocument(
    null,
    "testsuites",
  );
  const root = document.documentElement;
  if (root === null) throw new Error("a document was made without its root");

  /** Adds an element to another. */
  function append(
    parent: Element,
    name: string,
    attributes: Readonly<Record<string, string>>,
  ): Element {
    const element = document.createElement(name);
    setAttributes(element, attributes);
    parent.appendChild(element);
    return element;
  }

  setAttributes(root, { name: title, ...countsOf(checks) });
  for (const [subject, ofSubject] of Map.groupBy(checks, (it) => it.subject)) {
    const suite = append(root, "testsuite", {
      name: subject,
      ...countsOf(ofSubject),
    });
    for (const { message, name, outcome } of ofSubject) {
      const test = append(suite, "testcase", { name, classname: subject });
      if (outcome === "failed") {
        append(test, "failure", { message, type: title });
      } else if (outcome === "skipped") {
        append(test, "skipped", { message });
      } else if (outcome === "warning") {
        append(test, "system-out", {}).textContent = writable(message);
      }
    }
  }
  const xml = new XMLSerializer().serializeToString(document);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`;
}

function countsOf(checks: readonly Check[]): Record<string, string> {
  const count = (wanted: CheckOutcome) =>
    `${checks.filter(({ outcome }) => outcome === wanted).length}`;
  return {
    tests: `${checks.length}`,
    failures: count("failed"),
    errors: "0",
    skipped: count("skipped"),
  };
}

function setAttributes(
  element: Element,
  attributes: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, writable(value));
  }
}

/** What others wrote, as XML can hold it. */
function writable(text: string): string {
  return inOneLine(text.toWellFormed()).replaceAll(UNWRITABLE, "\ufffd");
}
