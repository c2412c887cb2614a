import {
  type FloorResult,
  type ResultDocument,
  type ServerResult,
  serverResults,
} from "../benchmarks/result_document.ts";
import type { Subject } from "./chart.ts";
import { distinctNames } from "./distinct_names.ts";
import { formatJsonReport } from "./json_report.ts";

/** One of the runs that a report is about. */
export interface Run {
  /** What tells it from the others: its file's name, as a rule. */
  readonly name: string;
  /** What it found. */
  readonly document: ResultDocument;
  /** The document as it was read, byte for byte: what a reader can take along. */
  readonly source: Uint8Array<ArrayBuffer>;
}

/** What a report can be made of: a document, or several runs that have names. */
export type Reported = ResultDocument | readonly Run[];

/** A server in one of the runs of a report. */
export interface MeasuredServer {
  /** How charts and tables show it. */
  readonly subject: Subject;
  /** Its key in the document. */
  readonly server: string;
  /** What was measured of it. */
  readonly result: ServerResult;
  /** The floor of its run; `undefined` of a server elsewhere, which has another. */
  readonly floor: FloorResult | undefined;
}

/**
 * The runs of a report, in the order in which they were given; of several with one
 * name, those that follow have a number.
 */
export function runsOf(reported: Reported): readonly Run[] {
  if (!isDocument(reported)) {
    const names = distinctNames(reported.map(({ name }) => name));
    return reported.map((run, i) => ({ ...run, name: names[i] }));
  }
  return [{
    name: reported.meta.started_at,
    document: reported,
    source: new TextEncoder().encode(formatJsonReport(reported)),
  }];
}

/** All servers of all runs: the runs of one server stand side by side. */
export function measuredServers(runs: readonly Run[]): MeasuredServer[] {
  const results = runs.map(({ document }) => serverResults(document));
  return serversOf(runs).flatMap((server, serverIndex) =>
    runs.flatMap(({ document, name }, runIndex) => {
      const result = results[runIndex].get(server);
      if (result === undefined) return [];
      return [{
        subject: {
          name: runs.length === 1 ? server : `${server}, ${name}`,
          serverIndex,
          runIndex,
        },
        server,
        result,
        floor: result.host === undefined ? document.meta.floor : undefined,
      }];
    })
  );
}

/** The keys of the servers of all runs, each once. */
export function serversOf(runs: readonly Run[]): string[] {
  return [
    ...new Set(
      runs.flatMap(({ document }) => [...serverResults(document).keys()]),
    ),
  ];
}

/** What servers have of one thing, and nothing of those that do not have it. */
export function measuredOf<Value>(
  runs: readonly Run[],
  valueOf: (result: ServerResult) => Value | undefined,
): (MeasuredServer & { readonly value: Value })[] {
  return measuredServers(runs).flatMap((server) => {
    const value = valueOf(server.result);
    return value === undefined ? [] : [{ ...server, value }];
  });
}

function isDocument(reported: Reported): reported is ResultDocument {
  return "meta" in reported;
}
