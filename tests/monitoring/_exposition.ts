/** One number of what Prometheus scrapes. */
export interface ScrapedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric of what Prometheus scrapes. */
export interface ScrapedFamily {
  readonly help: string;
  readonly type: string;
  readonly samples: readonly ScrapedSample[];
}

const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"/y;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(.*)\})? (\S+)$/;

/**
 * Reads the text exposition format, version 0.0.4, and takes nothing else. Each
 * family has to begin with its help and its type, and to stand in one place.
 */
export function parseExposition(text: string): Map<string, ScrapedFamily> {
  const families = new Map<
    string,
    { help: string; type: string; samples: ScrapedSample[] }
  >();
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  let current = "";
  for (const line of text.slice(0, -1).split("\n")) {
    const help = line.match(/^# HELP (\S+) (.*)$/);
    const type = line.match(/^# TYPE (\S+) (counter|gauge|histogram)$/);
    if (help !== null) {
      current = help[1];
      if (families.has(current)) throw new Error(`${current} is there twice`);
      families.set(current, { help: help[2], type: "", samples: [] });
      continue;
    }
    const family = families.get(current);
    if (family === undefined) throw new Error(`no family: ${line}`);
    if (type !== null) {
      if (type[1] !== current) throw new Error(`no help: ${line}`);
      family.type = type[2];
      continue;
    }
    const sample = parseSample(line);
    const suffix = sample.name.slice(current.length);
    const suffixes = family.type === "histogram"
      ? ["_bucket", "_sum", "_count"]
      : [""];
    if (!sample.name.startsWith(current) || !suffixes.includes(suffix)) {
      throw new Error(`not of ${current}: ${line}`);
    }
    family.samples.push(sample);
  }
  return families;
}

function parseSample(line: string): ScrapedSample {
  const [, name, , inside = "", value] = line.match(SAMPLE) ?? [];
  if (name === undefined) throw new Error(`no sample: ${line}`);
  const labels: Record<string, string> = {};
  let at = 0;
  while (at < inside.length) {
    LABEL.lastIndex = at;
    const label = LABEL.exec(inside);
    if (label === null) throw new Error(`no label: ${inside.slice(at)}`);
    labels[label[1]] = label[2].replaceAll(
      /\\(.)/g,
      (_, escaped) => escaped === "n" ? "\n" : escaped,
    );
    at = LABEL.lastIndex;
    if (at < inside.length && inside[at++] !== ",") {
      throw new Error(`no comma: ${inside.slice(at)}`);
    }
  }
  const number = value === "+Inf" ? Infinity : Number(value);
  if (Number.isNaN(number)) throw new Error(`no number: ${line}`);
  return { name, labels, value: number };
}
