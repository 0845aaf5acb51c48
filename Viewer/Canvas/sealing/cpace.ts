import { ascii, join, lengthBytes, lengthValue, type Bytes } from './bytes';
import { encodeToCurve, sha256 } from './map';

// CPACE-P256_XMD:SHA-256_SSWU_NU_-SHA256 of draft-irtf-cfrg-cpace-21: two ends that know the same few digits get a
// strong key; who does not know them may guess once per exchange and learns nothing more.

const HASH_BLOCK = 64; // s_in_bytes of SHA-256

const NAME = ascii('CPaceP256_XMD:SHA-256_SSWU_NU_');
const MAP_NAME = join(NAME, ascii('_DST'));
const KEY_NAME = join(NAME, ascii('_ISK'));

/**
 * The secret, the channel and the session in one string. Zeros fill the first block of the hash, so that the block
 * with the secret in it holds nothing that varies.
 */
export function generatorString(secret: Bytes, channel: Bytes, session: Bytes): Bytes {
  const padding = Math.max(0, HASH_BLOCK - 1 - prefixed(secret) - prefixed(NAME));
  return lengthValue(NAME, secret, new Uint8Array(padding), channel, session);
}

/** The point that stands for the secret in this session. */
export function generator(secret: Bytes, channel: Bytes, session: Bytes): Promise<Bytes> {
  return encodeToCurve(generatorString(secret, channel, session), MAP_NAME);
}

/** What both said; the Agent speaks first. */
export function transcript(shareA: Bytes, dataA: Bytes, shareB: Bytes, dataB: Bytes): Bytes {
  return lengthValue(shareA, dataA, shareB, dataB);
}

/** What both said where nobody is first: the larger half leads. The product has an order; the draft's vectors have both. */
export function orderedTranscript(shareA: Bytes, dataA: Bytes, shareB: Bytes, dataB: Bytes): Bytes {
  return orderedCat(lengthValue(shareA, dataA), lengthValue(shareB, dataB));
}

/** Both strings, the one that is larger byte by byte in front, behind a mark. */
export function orderedCat(a: Bytes, b: Bytes): Bytes {
  return isLarger(a, b) ? join(ascii('oc'), a, b) : join(ascii('oc'), b, a);
}

/** Whether a comes after b, byte by byte; of two that begin alike, the longer comes after. */
export function isLarger(a: Bytes, b: Bytes): boolean {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at >= 0 && (at >= b.length || a[at]! > b[at]!);
}

/** A public name for an exchange that was given none. */
export function sessionName(said: Bytes): Promise<Bytes> {
  return sha256(join(ascii('CPaceSidOutput'), said));
}

/** The session key, 32 bytes, from the product and what both said. */
export function sessionKey(session: Bytes, product: Bytes, said: Bytes): Promise<Bytes> {
  return sha256(join(lengthValue(KEY_NAME, session, product), said));
}

/** What an end sends to show that it has the key: a tag over its own share and data (section 10.4). */
export async function confirm(session: Bytes, key: Bytes, share: Bytes, data: Bytes): Promise<Bytes> {
  const raw = await sha256(join(ascii('CPaceMac'), session, key));
  const mac = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', mac, lengthValue(share, data)));
}

function prefixed(part: Bytes): number {
  return lengthBytes(part.length).length + part.length;
}
