import { HttpStatusError } from "../../servers/mod.ts";
import type { HttpTargetSpecification } from "./target_specification.ts";

/** Throws an {@linkcode HttpStatusError} for a status of 400 or above. */
export function requireSuccess(
  { method = "GET", url }: HttpTargetSpecification,
  status: number,
): void {
  if (status < 400) return;
  throw new HttpStatusError(status, `${method} ${url}: ${status}`);
}
