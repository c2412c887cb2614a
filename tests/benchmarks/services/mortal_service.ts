import { BenchmarkService } from "@x/rpcbench/servers";

/** The server's first connection only proves that one goes through. */
let connections = -1;
let pings = 0;

/** Ends its process once a sixth client is there, and pings have come in. */
export default class MortalService extends BenchmarkService {
  constructor() {
    super();
    connections++;
  }

  override ping(): string {
    if (connections > 5 && ++pings > 50) Deno.exit(7);
    return super.ping();
  }
}
