import { DOMParser, type Element } from "@xmldom/xmldom";
import { assert } from "@std/assert";

/** A text of a picture, where it begins, ends or has its middle. */
export interface DrawnText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** A line, an outline or a mark. */
export interface DrawnPath {
  /** In the language of SVG's paths, from where the path stands. */
  readonly shape: string;
  /** Where it stands: the middle of a mark. */
  readonly x: number;
  readonly y: number;
  /** Whether it is a mark at a point: those alone are scaled. */
  readonly isMark: boolean;
  readonly fill: string | null;
  readonly stroke: string | null;
  readonly dashes: string | null;
}

/** What a picture in SVG shows. */
export interface Picture {
  readonly root: Element;
  readonly texts: readonly DrawnText[];
  readonly paths: readonly DrawnPath[];
}

/** Reads a picture; fails if it is no well-formed XML. */
export function pictureOf(svg: string): Picture {
  const root = new DOMParser({ onError: failOnError })
    .parseFromString(svg, "image/svg+xml").documentElement;
  assert(root !== null, "there is no element");
  return {
    root,
    texts: [...root.getElementsByTagName("text")].map((text) => ({
      text: text.textContent ?? "",
      ...placeOf(text),
    })),
    paths: [...root.getElementsByTagName("path")].map((path) => ({
      shape: path.getAttribute("d") ?? "",
      ...placeOf(path),
      isMark: path.getAttribute("transform")?.startsWith("matrix") ?? false,
      fill: path.getAttribute("fill"),
      stroke: path.getAttribute("stroke"),
      dashes: path.getAttribute("stroke-dasharray"),
    })),
  };
}

/** Where a text stands; fails if the picture does not have it just once. */
export function textOf({ texts }: Picture, text: string): DrawnText {
  const found = texts.filter((it) => it.text === text);
  assert(found.length === 1, `${found.length} times "${text}"`);
  return found[0];
}

/** The numbers of a shape, in its order. */
export function numbersOf({ shape }: DrawnPath): number[] {
  return (shape.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
}

function placeOf(element: Element): { x: number; y: number } {
  const numbers = element.getAttribute("transform")
    ?.match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [0, 0];
  return { x: numbers[numbers.length - 2], y: numbers[numbers.length - 1] };
}

function failOnError(level: string, message: string): void {
  // It warns of U+FFFD, which stands for what is no character.
  if (level !== "warning") throw new Error(message);
}
