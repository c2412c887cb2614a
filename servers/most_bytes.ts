/** Most bytes that one transfer may have, either way: 1 GiB less an envelope. */
export const MOST_BYTES = 1024 ** 3 - 1024;
