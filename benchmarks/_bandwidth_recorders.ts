import { summaryOf } from "./_summary_of.ts";
import { withoutUndefined } from "./_without_undefined.ts";
import type { BandwidthOfSize, ServerResult } from "./result_document.ts";
import { SampleRecorder } from "./sample_recorder.ts";

/** Bandwidth is in bytes per second; differences of one byte do not matter. */
function bandwidthRecorder(): SampleRecorder {
  return new SampleRecorder({ resolution: 1 });
}

/** Bandwidths in both directions. */
class Directions {
  readonly upload = bandwidthRecorder();
  readonly download = bandwidthRecorder();

  merge(other: Directions): void {
    this.upload.merge(other.upload);
    this.download.merge(other.download);
  }
}

/** Bandwidths of uploads and downloads: of all sizes together, and of each. */
export class BandwidthRecorders {
  readonly #all = new Directions();
  readonly #bySize = new Map<number, Directions>();

  addUpload(bytes: number, seconds: number): void {
    this.#all.upload.record(bytes / seconds);
    this.#ofSize(bytes).upload.record(bytes / seconds);
  }

  addDownload(bytes: number, seconds: number): void {
    this.#all.download.record(bytes / seconds);
    this.#ofSize(bytes).download.record(bytes / seconds);
  }

  merge(other: BandwidthRecorders): void {
    this.#all.merge(other.#all);
    for (const [size, bandwidths] of other.#bySize) {
      this.#ofSize(size).merge(bandwidths);
    }
  }

  /** What the result document says of them. */
  results(): Pick<
    ServerResult,
    "upload_bandwidth" | "download_bandwidth" | "bandwidth_by_size"
  > {
    return {
      upload_bandwidth: summaryOf(this.#all.upload),
      download_bandwidth: summaryOf(this.#all.download),
      bandwidth_by_size: this.#bySize.size === 0
        ? undefined
        : this.#resultsBySize(),
    };
  }

  #resultsBySize(): BandwidthOfSize[] {
    return [...this.#bySize].map(([size, { upload, download }]) =>
      withoutUndefined({
        size,
        upload: summaryOf(upload),
        download: summaryOf(download),
      })
    );
  }

  #ofSize(bytes: number): Directions {
    const bandwidths = this.#bySize.get(bytes) ?? new Directions();
    this.#bySize.set(bytes, bandwidths);
    return bandwidths;
  }
}
