/** A class of views on binary data. */
export interface ViewClass {
  readonly name: string;
  readonly BYTES_PER_ELEMENT?: number;
  new (buffer: ArrayBuffer, offset: number, length: number): ArrayBufferView;
}

export const VIEW_CLASSES: readonly ViewClass[] = [
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  BigUint64Array,
  BigInt64Array,
  Float16Array,
  Float32Array,
  Float64Array,
  DataView,
];
