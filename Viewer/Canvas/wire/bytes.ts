import type { Rect } from './rect';

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

/** 4 × u16: x, y, width, height. */
export function readRect(source: DataView, at: number): Rect {
  const u16 = (offset: number): number => source.getUint16(at + offset, true);
  return { x: u16(0), y: u16(2), width: u16(4), height: u16(6) };
}

export function writeRect(target: DataView, at: number, { x, y, width, height }: Rect): void {
  [x, y, width, height].forEach((value, i) => target.setUint16(at + 2 * i, value, true));
}
