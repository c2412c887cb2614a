import { formatPercent } from "../../../units/units.ts";
import type { Figure } from "../figures/figure.ts";
import { coveredTime } from "./covered_time.ts";
import type { PlotBox, PlotlyLibrary } from "./plotly.ts";
import { soughtSpans } from "./sought_spans.ts";

declare const Plotly: PlotlyLibrary;

/**
 * Lets a reader look around in a flame graph: a click goes to a function, as does
 * Enter to one that is sought, the longest first; a button goes back.
 */
export function startFlameSearch(
  box: PlotBox,
  { data, layout }: Figure,
  redraw: () => void,
): void {
  const form = box.closest("figure")?.querySelector("form");
  const field = form?.querySelector("input");
  const answer = form?.querySelector("output");
  if (!form || !field || !answer) return;
  const traces = data.filter((trace) => trace.type === "bar");
  const show = (range: readonly number[]) =>
    Plotly.relayout(box, { "xaxis.range": [...range] });
  let next = 0;

  field.addEventListener("input", () => {
    const sought = field.value.trim();
    const spans = sought === "" ? [] : soughtSpans(traces, sought);
    const [from, to] = layout.xaxis.range;
    const share = formatPercent(coveredTime(spans) / (to - from));
    answer.value = sought === ""
      ? ""
      : `${spans.length} found, ${share} of the time`;
    next = 0;
    redraw();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const sought = field.value.trim();
    const spans = sought === "" ? [] : soughtSpans(traces, sought);
    if (spans.length === 0) return;
    show(spans[next % spans.length]);
    next++;
  });
  form.addEventListener("reset", () => {
    answer.value = "";
    show(layout.xaxis.range);
    // The field is emptied after this event.
    setTimeout(redraw);
  });
  box.on("plotly_click", ({ points: [{ curveNumber, pointNumber }] }) => {
    const { base = [], x } = traces[curveNumber];
    const from = base[pointNumber];
    show([from, from + (x[pointNumber] ?? 0)]);
  });
}
