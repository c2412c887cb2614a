import type { html } from "hono/html";

/** HTML whose text has been escaped. */
export type Markup = ReturnType<typeof html>;
