const PREPARE = import.meta.resolve("./processes/inspectable.ts");

/** Flags that permit what the inspector takes, and more. */
const WHOLE: readonly string[] = ["--allow-all", "-A"];
const SYS = /^(--allow-sys|-S)(=|$)/;

/**
 * The flags of a Deno process that can be profiled: what it may do otherwise,
 * and a module that runs before all others.
 *
 * V8's inspector takes the permission `sys`, which Deno 2.9 cannot grant for the
 * inspector alone. The process gives it up again before its service comes to
 * life; only a service that was granted some of `sys` then has all of it.
 */
export function inspectableFlags(permissions: readonly string[]): string[] {
  const whole = permissions.some((flag) => WHOLE.includes(flag));
  const keeps = whole || permissions.some((flag) => SYS.test(flag));
  const source = `
    import { prepareInspection } from ${JSON.stringify(PREPARE)};
    prepareInspection(${JSON.stringify({ keepPermission: keeps })});
  `;
  return [
    ...permissions.filter((flag) => !SYS.test(flag)),
    ...whole ? [] : ["--allow-sys"],
    `--preload=data:application/javascript,${encodeURIComponent(source)}`,
  ];
}
