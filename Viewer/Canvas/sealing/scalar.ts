import type { Bytes } from './bytes';
import { readNumber } from './field';
import { isPoint, pointAbove } from './point';

// A secret number, used for one exchange: drawn by WebCrypto, multiplied by WebCrypto and never let out of it.
// WebCrypto's Diffie–Hellman gives the x of a product and no more. That is enough: CPace lets a share be either of the
// two points with that x, so the y is a square root of public numbers.

const P256 = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** Where an exchange takes what nobody may foresee. */
export interface SealingRandom {
  bytes(count: number): Bytes;
  scalar(): Promise<CryptoKeyPair>;
}

/** The browser's randomness. */
export const platformRandom: SealingRandom = {
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  scalar: () => crypto.subtle.generateKey(P256, false, ['deriveBits']),
};

/** The x of the product with a point that came from outside; null where that is no valid point: abort. */
export async function timesVerified(scalar: CryptoKeyPair, point: Bytes): Promise<Bytes | null> {
  if (!isPoint(point)) {
    return null;
  }

  const other = await crypto.subtle.importKey('raw', point, P256, false, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, scalar.privateKey, 256));
}

/** Times a generator of our own making: a CPace share, 65 bytes. Either sign of the product. */
export async function times(scalar: CryptoKeyPair, generator: Bytes): Promise<Bytes> {
  const x = await timesVerified(scalar, generator);
  if (!x) {
    throw new Error('The generator is no point.');
  }

  return pointAbove(readNumber(x));
}

/** Times the curve's own base point: a plain Diffie–Hellman share, 65 bytes. */
export async function timesBase(scalar: CryptoKeyPair): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey('raw', scalar.publicKey));
}
