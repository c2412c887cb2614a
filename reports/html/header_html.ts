import { html } from "hono/html";
import { formatBytes, formatDuration } from "../../units/units.ts";
import { machineText, runtimeText, timeText } from "../machine_texts.ts";
import type { Run } from "../run.ts";
import type { Markup } from "./markup.ts";

/** What was run, where and when, with the documents to take along. */
export function headerHtml(runs: readonly Run[]): Markup {
  return html`
    <header>
      <h1>rpcbench</h1>
      <ul class="runs">${runs.map(runHtml)}</ul>
    </header>
  `;
}

function runHtml({ document, name, source }: Run, index: number): Markup {
  const { meta } = document;
  const started = meta.started_at.replace("T", " ").replace(/\.\d+Z$/, " UTC");
  const size = formatBytes(source.length);
  return html`
    <li>
      <h2>${name === meta.started_at ? started : name}</h2>
      <p>${name === meta.started_at
        ? `took ${formatDuration(meta.duration)}`
        : timeText(meta, started)}</p>
      <p>${machineText(meta)}</p>
      <p>${runtimeText(meta)}</p>
      <button class="download" data-run="run-${index}"
        data-file="${fileName(
          name,
        )}">Download the data <small>JSON, ${size}</small></button>
    </li>
  `;
}

/** A name that is fit for a file, of a run that may be called like a path or a time. */
function fileName(run: string): string {
  const base = run.replace(/\.json$/, "").replace(/^.*[/\\]/, "");
  return `${base.replaceAll(/[\p{Cc}<>:"|?*]/gu, "-") || "results"}.json`;
}
