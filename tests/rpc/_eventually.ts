import { AssertionError } from "@std/assert";

/** Long enough for a busy machine: only a test that fails waits so long. */
const PATIENCE = 10_000;

/** Resolves once `holds` says so: for what no answer tells of. */
export async function eventually(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!holds()) {
    if (performance.now() > deadline) {
      throw new AssertionError(`it never came true that ${holds}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
