// Numbers at which readers of lengths go wrong, as in tests/Fuzz/Edges.cs.
const NUMBERS = [0n, 1n, 0x7fn, 0x80n, 0x7fffn, 0x8000n, 0xffffn, 0x7fff_ffffn, 0x8000_0000n, 0xffff_ffffn, 1n << 32n, (1n << 53n) - 1n, 1n << 53n, 1n << 63n, (1n << 64n) - 1n];

/** Each in 1, 2, 4 or 8 bytes that it fits, in both byte orders: written over what is there. */
export const FIXED: readonly Uint8Array[] = NUMBERS.flatMap(number =>
  [1, 2, 4, 8].filter(size => number >> BigInt(8 * size) === 0n).flatMap(size => {
    const little = Uint8Array.from({ length: size }, (_, i) => Number((number >> BigInt(8 * i)) & 0xffn));
    return [little, little.toReversed()];
  }));

/** Each with seven bits a byte, the low ones first; and two that are no such number: put in place of one. */
export const VARINTS: readonly Uint8Array[] = [...NUMBERS.map(varint), new Uint8Array(11).fill(0x80), Uint8Array.of(0x80, 0)];

export function varint(number: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = number;
  for (; rest > 0x7fn; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }

  return Uint8Array.of(...bytes, Number(rest));
}
