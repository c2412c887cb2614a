import {
  COMPRESSION_ALGORITHMS,
  type CompressionAlgorithm,
} from "../rpc/compression.ts";
import type { Flag } from "./_flags.ts";
import { UsageError } from "./_usage_error.ts";

const TAKES = `${COMPRESSION_ALGORITHMS.join(", ")}, with commas between them`;

/** `--compression`: the algorithms of an RPC connection's end, the best first. */
export function compression(
  { help }: { readonly help: string },
): Flag<readonly CompressionAlgorithm[]> {
  return {
    help,
    placeholder: "NAME,…",
    default: [],
    parse: (given) => given.flatMap((text) => text.split(",").map(algorithm)),
  };
}

function algorithm(name: string): CompressionAlgorithm {
  const algorithm = COMPRESSION_ALGORITHMS.find((it) => it === name);
  if (algorithm !== undefined) return algorithm;
  throw new UsageError(`got ${JSON.stringify(name)}; it takes ${TAKES}`);
}
