import type { Bytes } from '../../../Viewer/Canvas/sealing/bytes';
import type { ExchangeContext } from '../../../Viewer/Canvas/sealing/keys';
import type { SealingRandom } from '../../../Viewer/Canvas/sealing/scalar';
import draft from '../../Vectors/cpace-p256.json';
import vectors from '../../Vectors/sealing.json';

// Arbitrary values, and the vectors that C# shares with these tests.
export { draft, vectors };

export const context: ExchangeContext = {
  protocolVersion: vectors.context.protocolVersion,
  session: vectors.context.session,
  viewer: vectors.context.viewer,
};

export const viewerCodecs = [...unhex(vectors.context.viewerCodecs)];

export function unhex(digits: string): Bytes {
  return Uint8Array.from(digits.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** A scalar with its public point, as WebCrypto takes it. */
export async function scalarOf(number: string, timesBase: string): Promise<CryptoKeyPair> {
  const point = unhex(timesBase);
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' };
  const jwk = {
    kty: 'EC', crv: 'P-256', d: base64Url(unhex(number)), x: base64Url(point.subarray(1, 33)), y: base64Url(point.subarray(33)),
  };
  return {
    privateKey: await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['deriveBits']),
    publicKey: await crypto.subtle.importKey('raw', point, algorithm, true, []),
  };
}

/** What the vectors' Viewer drew. */
export function drawn(from: { scalar: string; scalarTimesBase: string; salt: string }): SealingRandom {
  return { bytes: () => unhex(from.salt), scalar: () => scalarOf(from.scalar, from.scalarTimesBase) };
}

/** Every array that differs from this one in exactly one bit. */
export function* oneBitOff(bytes: Bytes): Generator<Bytes> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    yield flipped;
  }
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
