import type { ObservedCall } from "../rpc/mod.ts";

/** The method with the class that it is of, unless that is the service: `"User/rename"`. */
export function methodOf(
  { name, reference }: Pick<ObservedCall, "name" | "reference">,
): string {
  if (reference === undefined) return name;
  return name === "" ? reference.className : `${reference.className}/${name}`;
}
