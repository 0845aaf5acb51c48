import { join, type Bytes } from './bytes';
import { A, B, curve, inverse, PRIME, readNumber, reduce, root } from './field';
import { writePoint } from './point';

// Maps any string to a point of P-256 whose logarithm nobody knows: P256_XMD:SHA-256_SSWU_NU_ of RFC 9380.

const HASH_SIZE = 32; // SHA-256
const HASH_BLOCK = 64;
const FIELD_DRAW = 48; // L of RFC 9380, section 8.2: 256 bits and 128 more, so that the rest is even

const Z = PRIME - 10n; // RFC 9380, section 8.2

/** The point for this message; the domain keeps uses apart, at most 255 bytes. */
export async function encodeToCurve(message: Uint8Array, domain: Uint8Array): Promise<Bytes> {
  return mapToCurve(await hashToField(message, domain));
}

/** hash_to_field for one number. */
export async function hashToField(message: Uint8Array, domain: Uint8Array): Promise<bigint> {
  return readNumber(await expandMessage(message, domain, FIELD_DRAW)) % PRIME;
}

/** expand_message_xmd with SHA-256. */
async function expandMessage(message: Uint8Array, domain: Uint8Array, count: number): Promise<Bytes> {
  const ending = join(domain, Uint8Array.of(domain.length));
  const first = await sha256(join(new Uint8Array(HASH_BLOCK), message, Uint8Array.of(count >> 8, count & 0xff, 0), ending));
  const blocks: Bytes[] = [];
  let block = new Uint8Array(HASH_SIZE);
  for (let index = 1; blocks.length * HASH_SIZE < count; index++) {
    block = await sha256(join(block.map((byte, i) => byte ^ first[i]!), Uint8Array.of(index), ending));
    blocks.push(block);
  }

  return join(...blocks).slice(0, count);
}

/** The simplified SWU map (RFC 9380, section 6.6.2). Both candidates are always worked out. */
function mapToCurve(u: bigint): Bytes {
  const zu2 = reduce(Z * reduce(u * u));
  const below = reduce(zu2 * zu2 + zu2);
  const overBelow = inverse(below);

  // −b/a × (1 + 1/below); for the few u where below is 0, b/(za) instead.
  const x1 = below === 0n ? reduce(B * inverse(reduce(Z * A))) : reduce(reduce(-B * inverse(A)) * (1n + overBelow));
  const x2 = reduce(zu2 * x1);
  const y1 = root(curve(x1));
  const y2 = root(curve(x2));
  const x = y1 === null ? x2 : x1;
  const y = y1 ?? y2!; // exactly one of the two has a root, unless below is 0; then the first has
  return writePoint(x, (u & 1n) === (y & 1n) ? y : PRIME - y);
}

export async function sha256(message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', message));
}
