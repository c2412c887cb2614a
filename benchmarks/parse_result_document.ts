import { isObject } from "./forms/form.ts";
import { parseJson } from "./forms/parse_json.ts";
import { METADATA, SERVER } from "./forms/result_document_form.ts";
import type { ResultDocument } from "./result_document.ts";

/** What documents are said to be that this version reads. */
const SCHEMA = "rpcbench/1";

/**
 * Reads a result document from its JSON, and makes sure that it is one: of
 * whatever age, with all that reports rely on.
 *
 * @throws {TypeError} that says what is wrong with it: it is empty, cut off, no
 * JSON, something else's, of another schema, or has a value of the wrong form.
 *
 * @example Read what a run has written
 * ```ts
 * import { BenchmarkResults, parseResultDocument } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * const written = JSON.stringify(new BenchmarkResults().toJSON());
 * const { meta } = parseResultDocument(written);
 * assertEquals(meta.schema, "rpcbench/1");
 * ```
 */
export function parseResultDocument(json: string): ResultDocument {
  const document = parseJson(json);
  requireDocument(document);
  return document;
}

/**
 * Reads one result document, or a list of them, as `rpcbench report --format json`
 * writes of several.
 *
 * @throws {TypeError} as {@linkcode parseResultDocument}; of a list, it says which
 * of its documents is wrong, or that there is none.
 *
 * @example Read what several runs have written
 * ```ts
 * import { BenchmarkResults, parseResultDocuments } from "@x/rpcbench/benchmarks";
 * import { assertEquals } from "@std/assert";
 *
 * const document = new BenchmarkResults().toJSON();
 * const written = JSON.stringify([document, document]);
 * assertEquals(parseResultDocuments(written).length, 2);
 * ```
 */
export function parseResultDocuments(json: string): ResultDocument[] {
  const value = parseJson(json);
  if (!Array.isArray(value)) {
    requireDocument(value);
    return [value];
  }
  if (value.length === 0) throw new TypeError("it is a list of no documents");
  return value.map((document: unknown, i) => {
    try {
      requireDocument(document);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new TypeError(`number ${i + 1} of its list: ${error.message}`);
    }
    return document;
  });
}

function requireDocument(value: unknown): asserts value is ResultDocument {
  if (!isObject(value) || !isObject(value.meta) || !("schema" in value.meta)) {
    throw new TypeError("it is JSON, but no result document of rpcbench");
  }
  const { schema } = value.meta;
  if (schema !== SCHEMA) {
    throw new TypeError(
      `its schema is ${JSON.stringify(schema)}; this version reads "${SCHEMA}"`,
    );
  }
  for (const [key, part] of Object.entries(value)) {
    const fault = (key === "meta" ? METADATA : SERVER)(part);
    if (fault !== undefined) {
      throw new TypeError(`it is damaged: ${key}${fault}`);
    }
  }
}
