/** Prints a graph as SVG, then the digest of its PNG. */
import { formatPng, formatSvg } from "../../../reports/mod.ts";
import { LINES } from "../html/_sample_charts.ts";

const digest = await crypto.subtle.digest("SHA-256", await formatPng(LINES));
console.log(await formatSvg(LINES));
console.log(new Uint8Array(digest).toHex());
