import { join, type Bytes } from './bytes';
import { curve, FIELD_SIZE, PRIME, readNumber, reduce, root, writeNumber } from './field';

/** Bytes of a point: `u8 4, 32 bytes x, 32 bytes y`, big-endian (SEC 1, uncompressed). */
export const POINT_SIZE = 1 + 2 * FIELD_SIZE;

const UNCOMPRESSED = 4;

/**
 * Whether these bytes are a point that may be multiplied: the right length and form, both coordinates below the prime,
 * on the curve. The point at infinity has no such form. The order is prime, so there are no small ones.
 */
export function isPoint(point: Uint8Array): boolean {
  if (point.length !== POINT_SIZE || point[0] !== UNCOMPRESSED) {
    return false;
  }

  const x = readNumber(point.subarray(1, 1 + FIELD_SIZE));
  const y = readNumber(point.subarray(1 + FIELD_SIZE));
  return x < PRIME && y < PRIME && reduce(y * y) === curve(x);
}

export function writePoint(x: bigint, y: bigint): Bytes {
  return join(Uint8Array.of(UNCOMPRESSED), writeNumber(x), writeNumber(y));
}

/** The point above this x whose y is even. CPace allows either of the two: they share the x of every product. */
export function pointAbove(x: bigint): Bytes {
  const y = root(curve(x));
  if (y === null) {
    throw new Error('No point of the curve has this x.');
  }

  return writePoint(x, y & 1n ? PRIME - y : y);
}
