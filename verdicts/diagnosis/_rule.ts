import type { Evidence } from "./_evidence.ts";
import {
  FINDING_TITLES,
  type FindingKind,
  type ServerFinding,
} from "./server_finding.ts";

/** What a rule makes of the evidence. */
export type Examination =
  /** It is there. */
  | { readonly outcome: "found"; readonly finding: ServerFinding }
  /** It is not. */
  | { readonly outcome: "clear" }
  /** Nobody can tell; `missing` says what was not measured, as a clause. */
  | { readonly outcome: "unknown"; readonly missing: string };

/** Looks for one thing that can be wrong. */
export interface Rule {
  /** What it looks for. */
  readonly kind: FindingKind;
  /**
   * What it looks at: how a server bears its clients, how several numbers of clients
   * compare, how its clients do, or which calls a program makes.
   */
  readonly about: "serving" | "scaling" | "clients" | "calls";
  /** Decides about one server; looks at nothing else, and changes nothing. */
  readonly examine: (evidence: Evidence) => Examination;
}

/** It is not there. */
export const CLEAR: Examination = { outcome: "clear" };

/** Nobody can tell; says of what was not measured that it was not. */
export function unknown(missing: string): Examination {
  return { outcome: "unknown", missing };
}

/** What a finding says, beside what its kind does. */
type FindingFacts =
  & Omit<ServerFinding, "kind" | "server" | "title" | "weight">
  & Partial<Pick<ServerFinding, "weight">>;

/** It is there; a problem unless told otherwise. */
export function found(
  kind: FindingKind,
  { server }: Evidence,
  facts: FindingFacts,
): Examination {
  return {
    outcome: "found",
    finding: {
      kind,
      server,
      title: FINDING_TITLES[kind],
      weight: "problem",
      ...facts,
    },
  };
}
