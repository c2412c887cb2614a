import { type Palette, PALETTES } from "../palette.ts";

/** The page's colours as variables, by the system's setting; on paper, the light ones. */
export function themeStyle(): string {
  return `:root { ${variables(PALETTES.light)} }
@media screen and (prefers-color-scheme: dark) {
  :root { ${variables(PALETTES.dark)} }
}`;
}

function variables(
  { alarm, background, grid, muted, series, text }: Palette,
): string {
  return [
    `--background: ${background}`,
    `--text: ${text}`,
    `--muted: ${muted}`,
    `--line: ${grid}`,
    `--accent: ${series[0]}`,
    `--alarm: ${alarm}`,
  ].join("; ");
}
