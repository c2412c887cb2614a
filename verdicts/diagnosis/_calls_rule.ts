import {
  describeFinding,
  type Finding,
  type TelemetryStatistics,
} from "../../telemetry/mod.ts";
import type { Evidence } from "./_evidence.ts";
import { CLEAR, type Examination, found, type Rule, unknown } from "./_rule.ts";
import type {
  Certainty,
  FindingKind,
  ServerFinding,
  Symptom,
} from "./server_finding.ts";

/** What a rule about calls says, beyond what telemetry found. */
interface CallsRule<Kind extends Finding["kind"]> {
  readonly kind: FindingKind;
  /** The findings of telemetry that it is about. */
  readonly of: Kind;
  /** How sure it is, by how many calls there are. */
  readonly certainty: (
    statistics: TelemetryStatistics,
    findings: readonly (Finding & { readonly kind: Kind })[],
  ) => Certainty;
  readonly symptoms: (statistics: TelemetryStatistics) => readonly Symptom[];
  /** What to do, beyond the fix of each finding. */
  readonly advice: ServerFinding["advice"];
}

/** As many findings of one kind as people read. */
const MOST_SHOWN = 3;

/** A rule that builds on what telemetry found in the calls of a program. */
export function callsRule<Kind extends Finding["kind"]>(
  { advice, certainty, kind, of, symptoms }: CallsRule<Kind>,
): Rule {
  return {
    kind,
    about: "calls",
    examine: (evidence) => examine(evidence),
  };

  function examine(evidence: Evidence): Examination {
    const calls = evidence.result.remote_calls;
    if (calls === undefined) {
      return unknown("no calls of a program were recorded, as profile does");
    }
    const { statistics } = calls;
    const findings = calls.findings.filter((
      it,
    ): it is Finding & { readonly kind: Kind } => it.kind === of);
    if (findings.length === 0) return CLEAR;
    const shown = findings.slice(0, MOST_SHOWN);
    const more = findings.length - shown.length;
    return found(kind, evidence, {
      certainty: certainty(statistics, findings),
      seen: [
        ...shown.map((it) => `${describeFinding(it)}${placeOf(it)}`),
        ...more === 0 ? [] : [`and ${more} more`],
      ].join("; ") + ".",
      symptoms: symptoms(statistics),
      advice: [
        ...new Set([...shown.map(({ fix }) => sentence(fix)), ...advice]),
      ],
    });
  }
}

/** Telemetry begins its fixes as parts of a line. */
function sentence(text: string): string {
  const end = text.endsWith(".") ? "" : ".";
  return text.charAt(0).toUpperCase() + text.slice(1) + end;
}

function placeOf({ location }: Finding): string {
  return location === undefined ? "" : `, at ${location.file}:${location.line}`;
}
