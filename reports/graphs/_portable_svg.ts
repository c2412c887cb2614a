/**
 * Takes from what ECharts drew all that is for a mouse or for ECharts' scripts, puts
 * `prefix` in the place of its count of all that it ever drew, and states where text
 * stands in a way that all programs know. In texts, all quotation marks and angles
 * are escaped: what looks like an attribute or a tag is one.
 */
export function portableSvg(svg: string, prefix: string): string {
  return svg
    .replaceAll(/<style [^]*?<\/style>/g, "")
    .replaceAll(/ ecmeta_\w+="[^"]*"| (?:class|pointer-events)="[^"]*"/g, "")
    .replaceAll(/( id="|"url\(#)zr\d+-/g, `$1${prefix}-`)
    .replaceAll(/<text [^>]*>/g, (tag) => onBaseline(tag));
}

/** How far the middle of letters is above their baseline, as a part of their size. */
const MIDDLE = 0.35;

/** Not all programs know `dominant-baseline`: the shift is the same in numbers. */
function onBaseline(tag: string): string {
  const size = Number(/font-size:([\d.]+)px/.exec(tag)?.[1]);
  const y = Number(/ y="([^"]*)"/.exec(tag)?.[1] ?? 0);
  return tag
    .replace(/ y="[^"]*"/, "")
    .replace(
      ' dominant-baseline="central"',
      ` y="${Number((y + MIDDLE * size).toFixed(2))}"`,
    );
}
