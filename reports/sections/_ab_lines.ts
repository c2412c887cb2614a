import type { AbRecord } from "../../benchmarks/ab_record.ts";
import { counted } from "../../units/counted.ts";
import {
  formatCount,
  formatDuration,
  formatPercent,
} from "../../units/units.ts";
import { LEAST_QUADS } from "../../verdicts/ab/ab_confidence.ts";
import type {
  AbAnalysis,
  AbDifference,
  AbFinding,
} from "../../verdicts/ab/analyze_ab.ts";
import type { AbFailures } from "../../verdicts/ab/compare_failures.ts";
import { signedPercent } from "./_significance.ts";

/** What an experiment says, sentence by sentence: the verdict first. */
export function abLines(record: AbRecord, analysis: AbAnalysis): string[] {
  const deciding = analysis.findings.filter(isDifference)
    .find(({ metric }) => metric.name === record.decided_by);
  const { silent } = record;
  return [
    ...silent === undefined ? [] : [
      `${
        record[silent]
      } ANSWERS NOTHING any more: what else there is, is of before.`,
    ],
    ...verdictLines(record, analysis, deciding),
    ...failureLines(record, analysis),
    endLine(record, analysis, deciding),
    ...(record.notes ?? []).map((note) => `${note}.`),
  ];
}

function verdictLines(
  { a, b }: AbRecord,
  analysis: AbAnalysis,
  deciding: AbDifference | undefined,
): string[] {
  const { decidedByFailures, failures, findings, verdict } = analysis;
  if (decidedByFailures) {
    return [
      `${b} is ${verdict} than ${a}, by what fails quad after quad: ${
        failed(failures.b)
      } in all against ${
        failed(failures.a)
      }. The times are of what was answered.`,
    ];
  }
  if (verdict === "too_few_samples") {
    const compared = Math.max(0, ...findings.map(({ quads }) => quads));
    return [
      `Too few to tell: ${
        counted(compared, "quad")
      } of blocks can be compared; it takes ${LEAST_QUADS}.`,
    ];
  }
  const found = (wanted: AbDifference["verdict"]) => {
    const changes = findings.filter(isDifference)
      .filter((finding) => finding.verdict === wanted).map(changeText);
    return changes.length === 0
      ? []
      : [`${b} is ${wanted} than ${a}: ${changes.join("; ")}.`];
  };
  const differing = [...found("worse"), ...found("better")];
  if (deciding?.verdict !== "no_difference") return differing;
  const { change, interval, metric, negligible } = deciding;
  return [
    ...differing,
    negligible
      ? `The ${metric.name} differs, but by no more than is negligible: ${
        changeText(deciding)
      }.`
      : `No difference in the ${metric.name}: ${
        signedPercent(change)
      }, where up to ${
        formatPercent(Math.max(...interval.map(Math.abs)))
      } could have been missed.`,
  ];
}

function isDifference(finding: AbFinding): finding is AbDifference {
  return finding.verdict !== "too_few_samples";
}

/** `median +5.1 % (+3.9 % … +6.3 %)` */
function changeText({ change, interval, metric }: AbDifference): string {
  return `${metric.name} ${signedPercent(change)} (${
    interval.map(signedPercent).join(" … ")
  })`;
}

function failed({ failed, share, total }: AbFailures): string {
  return `${formatPercent(share)} (${formatCount(failed)} of ${
    counted(total, "request")
  })`;
}

/** Failures that decide nothing are told of all the same. */
function failureLines(
  { a, b, silent }: AbRecord,
  { decidedByFailures, failures }: AbAnalysis,
): string[] {
  if (decidedByFailures || failures.a.failed + failures.b.failed === 0) {
    return [];
  }
  const told = `Requests failed: ${failed(failures.a)} of ${a}, ${
    failed(failures.b)
  } of ${b}`;
  // What failed in the end, when nothing was answered, is in no block.
  return [
    silent === undefined
      ? `${told}. That is no more than chance may do; they are in no time.`
      : `${told}, before it ended; they are in no time.`,
  ];
}

/** How much was measured, why no more, and how precise it came out. */
function endLine(
  record: AbRecord,
  { quads }: AbAnalysis,
  deciding: AbDifference | undefined,
): string {
  const { decided_by, ended, max_time, precision } = record;
  const reach = deciding && reachOf(deciding);
  const wide = reach === undefined
    ? ""
    : `: the interval of the ${decided_by} reaches ${
      formatPercent(reach)
    } to each side`;
  const anew = record.started_anew?.length === 2
    ? ", both sides started anew for each"
    : "";
  const measured = `${
    counted(quads, "quad")
  } of blocks${anew}, seed ${record.seed}`;
  switch (ended) {
    case "precise":
      return `${measured}${wide}, which is within ${formatPercent(precision)}.`;
    case "out_of_time": {
      const over = `${measured}; the time of ${
        formatDuration(max_time)
      } was over`;
      return reach === undefined
        ? `${over}.${enoughForQuads(record, quads)}`
        : `${over}${wide}, not ${formatPercent(precision)}.${
          enoughTime(record, reach)
        }`;
    }
    case "interrupted":
      return `${measured}; it was interrupted${wide}.`;
    case "no_answers":
      return `${measured}, before that.`;
  }
}

/** How far an interval reaches to each side, as a part of the change. */
function reachOf({ interval: [low, high] }: AbDifference): number {
  return Math.sqrt((1 + high) / (1 + low)) - 1;
}

/** Nothing is known of how long a quad takes, if not one was done. */
function enoughForQuads({ max_time }: AbRecord, quads: number): string {
  if (quads === 0) return "";
  const minutes = counted(
    Math.ceil(max_time * LEAST_QUADS / quads / 60),
    "minute",
  );
  return ` About ${minutes} would be enough for ${LEAST_QUADS}.`;
}

/** An interval half as wide takes four times as long. */
function enoughTime({ max_time, precision }: AbRecord, reach: number): string {
  const minutes = max_time * (reach / precision) ** 2 / 60;
  return ` About ${counted(Math.ceil(minutes), "minute")} would be enough.`;
}
