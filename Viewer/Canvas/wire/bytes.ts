// Little-endian numbers, as everywhere on the wire. A u64 is read as a number: exact to 2^53, which is 285 years in µs.

export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function readU64(source: DataView, at: number): number {
  return source.getUint32(at + 4, true) * 0x1_0000_0000 + source.getUint32(at, true);
}

export function writeU64(target: DataView, at: number, value: number): void {
  target.setUint32(at, value % 0x1_0000_0000, true);
  target.setUint32(at + 4, Math.floor(value / 0x1_0000_0000), true);
}
