import type { BinaryTransferResult } from "./result_document.ts";
import { SampleRecorder } from "./sample_recorder.ts";
import type { TransferKind } from "./transfer_kind.ts";

/** The durations of transfers of one kind. */
interface Transfers {
  readonly kind: TransferKind;
  readonly durations: SampleRecorder;
}

/** How long files took, by the kind of their transfer. */
export class TransferRecorders {
  readonly #kinds = new Map<string, Transfers>();

  add(kind: TransferKind, seconds: number): void {
    this.#durations(kind).record(seconds);
  }

  merge(other: TransferRecorders): void {
    for (const { kind, durations } of other.#kinds.values()) {
      this.#durations(kind).merge(durations);
    }
  }

  /** What the result document says of them. */
  results(): BinaryTransferResult[] {
    return [...this.#kinds.values()].map(({ kind, durations }) => {
      const duration = durations.summary();
      return {
        type: kind.type,
        file_size: kind.fileSize,
        chunk_size: kind.chunkSize,
        duration,
        throughput_mbps: kind.fileSize * 8 / 1e6 / duration.mean,
      };
    });
  }

  #durations(kind: TransferKind): SampleRecorder {
    const key = `${kind.type} ${kind.fileSize} ${kind.chunkSize}`;
    const transfers = this.#kinds.get(key) ??
      { kind, durations: new SampleRecorder() };
    this.#kinds.set(key, transfers);
    return transfers.durations;
  }
}
