/**
 * Verdicts: result documents in, decisions out. Whether a change is better or
 * worse, whether a budget holds, and what is wrong with a server.
 *
 * @module
 */
export {
  diagnose,
  type Diagnosis,
  type ServerDiagnosis,
  type UnknownKind,
} from "./diagnosis/diagnose.ts";
export type {
  Certainty,
  FindingKind,
  ServerFinding,
  Symptom,
  Threshold,
} from "./diagnosis/server_finding.ts";
export { type Verdict, VERDICT_NAMES } from "./verdict.ts";
