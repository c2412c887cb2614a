import {
  type FloorResult,
  type ResultDocument,
  type ServerResult,
  serverResults,
} from "../benchmarks/result_document.ts";
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
  /** Its name in the document, with the run's where there are several. */
  readonly label: string;
  /** Its name in the document. */
  readonly server: string;
  /** Which of the report's servers it is, from 0: the same in every run. */
  readonly serverIndex: number;
  /** Which of the report's runs it is from, from 0. */
  readonly runIndex: number;
  /** What was measured of it. */
  readonly result: ServerResult;
  /** The floor of its run. */
  readonly floor: FloorResult | undefined;
}

/** The runs of a report, in the order in which they were given. */
export function runsOf(reported: Reported): readonly Run[] {
  if (!isDocument(reported)) return reported;
  return [{
    name: reported.meta.started_at,
    document: reported,
    source: new TextEncoder().encode(formatJsonReport(reported)),
  }];
}

/** All servers of all runs: the runs of one server stand side by side. */
export function measuredServers(runs: readonly Run[]): MeasuredServer[] {
  const servers = [
    ...new Set(
      runs.flatMap(({ document }) => [...serverResults(document).keys()]),
    ),
  ];
  return servers.flatMap((server, serverIndex) =>
    runs.flatMap(({ document, name }, runIndex) => {
      const result = serverResults(document).get(server);
      if (result === undefined) return [];
      return [{
        label: runs.length === 1 ? server : `${server}, ${name}`,
        server,
        serverIndex,
        runIndex,
        result,
        floor: document.meta.floor,
      }];
    })
  );
}

function isDocument(reported: Reported): reported is ResultDocument {
  return "meta" in reported;
}
