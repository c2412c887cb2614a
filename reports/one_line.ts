export { inOneLine } from "../units/one_line.ts";
