import { Inspector } from "../inspection/inspector.ts";

/** How {@linkcode prepareInspection} leaves the process. */
export interface InspectionSettings {
  /** Whether what comes later may need the permission `sys` too. */
  readonly keepPermission: boolean;
}

/** Connects the inspector, and gives up the permission that this took. */
export function prepareInspection(
  { keepPermission }: InspectionSettings,
): void {
  Inspector.own;
  if (!keepPermission) Deno.permissions.revokeSync({ name: "sys" });
}
