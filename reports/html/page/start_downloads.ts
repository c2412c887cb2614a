import { runDocument } from "./run_document.ts";

/** Lets a reader take along the documents that the report was made of. */
export function startDownloads(): void {
  for (
    const button of document.querySelectorAll<HTMLElement>("button.download")
  ) {
    button.addEventListener("click", async () => {
      const bytes = await runDocument(button.dataset.run ?? "");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(
        new Blob([bytes], { type: "application/json" }),
      );
      link.download = button.dataset.file ?? "";
      link.click();
      // The browser has begun to read it by then.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    });
  }
}
