import type { Bytes } from './bytes';

// Numbers modulo the prime of P-256, for the two steps that WebCrypto does not offer: mapping a string to a point, and
// the square root that gives a point its second coordinate.
//
// BigInt does not take the same time for every value. No scalar ever comes here: those stay in WebCrypto's own
// multiplication. What does come here is made from the six digits, which live for ten minutes and five tries; and the
// two long steps, inversion and square root, work on their input times a fresh random number, so that how long they
// take says nothing about the digits. What is left are a few single multiplications, once per handshake.

/** Bytes of one number, and of one coordinate. */
export const FIELD_SIZE = 32;

/** 2^256 − 2^224 + 2^192 + 2^96 − 1 (FIPS 186, SEC 2). */
export const PRIME = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;

/** The curve is y² = x³ + ax + b, with a = −3. */
export const A = PRIME - 3n;
export const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** Brings a sum, difference or product between 0 and the prime. */
export function reduce(value: bigint): bigint {
  const rest = value % PRIME;
  return rest < 0n ? rest + PRIME : rest;
}

/** The right side of the curve's equation. */
export function curve(x: bigint): bigint {
  return reduce(reduce(x * x + A) * x + B);
}

/** 1 / value, and 0 for 0. */
export function inverse(value: bigint): bigint {
  const blind = drawBlind();
  return reduce(blind * power(reduce(value * blind), PRIME - 2n));
}

/** Either square root; null where there is none. */
export function root(value: bigint): bigint | null {
  // The root of value × blind², divided by blind: whether there is one depends on the value alone.
  const blind = drawBlind();
  const blinded = power(reduce(value * reduce(blind * blind)), (PRIME + 1n) / 4n); // the prime is 3 modulo 4
  const found = reduce(blinded * power(blind, PRIME - 2n));
  return reduce(found * found) === value ? found : null;
}

/** The number that big-endian bytes stand for, not reduced. */
export function readNumber(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) {
    value = (value << 8n) | BigInt(byte);
  }

  return value;
}

/** 32 big-endian bytes. */
export function writeNumber(value: bigint): Bytes {
  const bytes = new Uint8Array(FIELD_SIZE);
  for (let i = FIELD_SIZE - 1; i >= 0; i--) {
    bytes[i] = Number(value & 0xffn);
    value >>= 8n;
  }

  return bytes;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) {
      result = reduce(result * base);
    }

    base = reduce(base * base);
  }

  return result;
}

function drawBlind(): bigint {
  let blind = 0n;
  while (blind === 0n) {
    blind = readNumber(crypto.getRandomValues(new Uint8Array(FIELD_SIZE + 16))) % PRIME;
  }

  return blind;
}
