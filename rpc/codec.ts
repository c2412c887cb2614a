import { Encoder } from "cbor-x/index-no-eval";

/** Turns envelopes into CBOR and back; what CBOR has no form for is packed before. */
export const codec = new Encoder({
  useRecords: false,
  variableMapSize: true,
  tagUint8Array: false,
  copyBuffers: true,
});

/** The items of a request's own array. */
export const ITEMS_OF_REQUEST = 7;
/** By far the most envelopes have no byte arrays beside them, and share this. */
export const NO_ATTACHMENTS: readonly Uint8Array[] = [];
