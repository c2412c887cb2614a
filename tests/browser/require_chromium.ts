/** Says in one line that there is no Chromium, before tests that need it fail one by one. */
import { findChromium } from "./_chromium.ts";

if (await findChromium() === undefined) {
  console.error(
    "test:browser needs Chromium and finds none in PATH; on Debian, .ci/install-chromium installs it",
  );
  Deno.exit(1);
}
