/**
 * Looks whether a value has some form. Returns what is wrong, as the rest of a
 * sentence that the path to the value begins; `undefined` if nothing is.
 */
export type Form = (value: unknown) => string | undefined;

/** The forms of some of an object's properties. */
export type Properties<Type> = {
  readonly [Key in keyof Type & string]?: Form;
};

/** Any number that there is: JSON has some that are infinite. */
export const number: Form = simple("a number", Number.isFinite);

/** How many of something there are. */
export const count: Form = simple(
  "a whole number of 0 or more",
  (value) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= 0,
);

/** How many there are, of what there is at least one of. */
export const countAboveZero: Form = simple(
  "a whole number above 0",
  (value) => Number.isSafeInteger(value) && Number(value) > 0,
);

/** How much there is, or how long it takes. */
export const amount: Form = simple(
  "a number not below 0",
  (value) => typeof value === "number" && value >= 0 && value < Infinity,
);

/** A part of a whole. */
export const share: Form = simple(
  "a number from 0 to 1",
  (value) => typeof value === "number" && value >= 0 && value <= 1,
);

/** Any text. */
export const text: Form = simple(
  "a text",
  (value) => typeof value === "string",
);

/** A time, in ISO 8601. */
export const date: Form = simple(
  "a time in ISO 8601",
  (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
);

/** `true` or `false`. */
export const truth: Form = simple(
  "true or false",
  (value) => typeof value === "boolean",
);

/** Any object but a list. */
export const object: Form = simple("an object", isObject);

/** One of some texts. */
export function oneOf(...choices: readonly string[]): Form {
  return simple(
    choices.map((choice) => JSON.stringify(choice)).join(" or "),
    (value) => choices.some((choice) => choice === value),
  );
}

/** What may be absent. */
export function optional(form: Form): Form {
  return (value) => value === undefined ? undefined : form(value);
}

/** What may be `null`. */
export function nullable(form: Form): Form {
  return (value) => value === null ? undefined : form(value);
}

/** A list of values of one form. */
export function listOf(form: Form): Form {
  const list = simple("a list", Array.isArray);
  return (value) => {
    if (!Array.isArray(value)) return list(value);
    for (const [i, element] of value.entries()) {
      const fault = form(element);
      if (fault !== undefined) return `[${i}]${fault}`;
    }
  };
}

/** A list of so many values, each of its own form. */
export function tupleOf(...forms: readonly Form[]): Form {
  const tuple = simple(
    `a list of ${forms.length}`,
    (value) => Array.isArray(value) && value.length === forms.length,
  );
  return (value) => {
    if (!Array.isArray(value) || value.length !== forms.length) {
      return tuple(value);
    }
    for (const [i, form] of forms.entries()) {
      const fault = form(value[i]);
      if (fault !== undefined) return `[${i}]${fault}`;
    }
  };
}

/** An object that has at least these properties. */
export function objectOf<Type>(properties: Properties<Type>): Form {
  const forms = Object.entries<Form | undefined>(properties);
  return (value) => {
    if (!isObject(value)) return object(value);
    for (const [key, form] of forms) {
      const fault = form?.(value[key]);
      if (fault !== undefined) return `.${key}${fault}`;
    }
  };
}

/** An object whose values all have one form, under any keys. */
export function recordOf(form: Form): Form {
  return (value) => {
    if (!isObject(value)) return object(value);
    for (const [key, element] of Object.entries(value)) {
      const fault = form(element);
      if (fault !== undefined) return `.${key}${fault}`;
    }
  };
}

/** An object that one of its properties tells the form of. */
export function formBy(
  tag: string,
  forms: Readonly<Record<string, Form>>,
): Form {
  const kind = oneOf(...Object.keys(forms));
  return (value) => {
    if (!isObject(value)) return object(value);
    const fault = kind(value[tag]);
    if (fault !== undefined) return `.${tag}${fault}`;
    return forms[String(value[tag])](value);
  };
}

/** Whether a value is an object, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function simple(what: string, holds: (value: unknown) => boolean): Form {
  return (value) => {
    if (holds(value)) return undefined;
    return value === undefined
      ? ` is missing; it takes ${what}`
      : ` is ${shown(value)}; it takes ${what}`;
  };
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  return JSON.stringify(value).slice(0, 40);
}
