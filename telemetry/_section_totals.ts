import { type Section, sectionTimes } from "./_program_sections.ts";
import type { SectionStatistics } from "./telemetry_statistics.ts";

interface Counts {
  calls: number;
  roundTrips: number;
  references: number;
}

/** Counts the calls of each section. */
export class SectionTotals {
  /** The clocks of the sections, when the counting began. */
  readonly #before = sectionTimes();
  readonly #counts = new Map<string, Counts>();

  /** A call is made. */
  called(section: Section | undefined): void {
    this.#add(section, { calls: 1, roundTrips: 0, references: 0 });
  }

  /** A frame leaves. */
  left(section: Section | undefined): void {
    this.#add(section, { calls: 0, roundTrips: 1, references: 0 });
  }

  /** An answer has brought so many references. */
  received(section: Section | undefined, references: number): void {
    this.#add(section, { calls: 0, roundTrips: 0, references });
  }

  /** The figures of all sections entered meanwhile, in the order of their first entry. */
  statistics(): SectionStatistics[] {
    const statistics: SectionStatistics[] = [];
    for (const [name, { entries, seconds }] of sectionTimes()) {
      const before = this.#before.get(name);
      const counts = this.#counts.get(name);
      const duration = seconds - (before?.seconds ?? 0);
      const entered = entries - (before?.entries ?? 0);
      if (entered === 0 && counts === undefined) continue;
      statistics.push({
        name,
        entries: entered,
        duration,
        total_calls: counts?.calls ?? 0,
        network_round_trips: counts?.roundTrips ?? 0,
        references_created: counts?.references ?? 0,
      });
    }
    return statistics;
  }

  /** Counts for a section and all around it. */
  #add(section: Section | undefined, more: Counts): void {
    for (let at = section; at !== undefined; at = at.parent) {
      const counts = this.#counts.get(at.path);
      if (counts === undefined) this.#counts.set(at.path, { ...more });
      else {
        counts.calls += more.calls;
        counts.roundTrips += more.roundTrips;
        counts.references += more.references;
      }
    }
  }
}
