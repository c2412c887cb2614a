import { letEventsIn } from "../_event_loop.ts";
import type { LoadConnection } from "./_load_connection.ts";
import type { LoadRun } from "./_load_run.ts";
import { orAborted } from "./_or_aborted.ts";

/**
 * Makes requests one after another in each place of each connection, until the
 * time is over or `requests` of them were made, and waits for their answers,
 * unless it is interrupted.
 */
export async function closedLoop(
  run: LoadRun,
  requests: number,
): Promise<void> {
  let left = requests;
  const takes = (): boolean =>
    left > 0 && !run.stopping && run.elapsed < run.options.duration;
  const lane = async (connection: LoadConnection): Promise<void> => {
    while (takes()) {
      left--;
      if (!connection.up) await connection.reconnect();
      const { up } = connection;
      const sent = run.elapsed;
      try {
        const transferred = await connection.request();
        const answered = run.elapsed;
        run.answered({ due: sent, sent, answered }, transferred);
      } catch (error) {
        run.failed(error, up ? sent : undefined);
        await letEventsIn();
      }
    }
  };
  const { connections, inFlight, signal } = run.options;
  const lanes = connections.flatMap((connection) =>
    Array.from({ length: inFlight }, () => lane(connection))
  );
  await orAborted(Promise.all(lanes), signal);
}
