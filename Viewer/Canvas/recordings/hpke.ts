import { ascii, join, type Bytes } from '../sealing/bytes';
import { PRIME, readNumber } from '../sealing/field';
import { isPoint, pointAbove, writePoint } from '../sealing/point';

// Hybrid public key encryption, RFC 9180, for one message: base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-GCM.

export const ENC_SIZE = 65;

/** The ciphers of RFC 9180 that WebCrypto has. The product uses the second; the RFC's own vectors the first. */
export const AES_128_GCM = 1;
export const AES_256_GCM = 2;

const P256 = { name: 'ECDH', namedCurve: 'P-256' } as const;
const NONE = new Uint8Array(0);
const VERSION = ascii('HPKE-v1');
const KEM = join(ascii('KEM'), Uint8Array.of(0x00, 0x10));
const BASE_POINT = Uint8Array.from(
  ('046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296'
    + '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5').match(/../gu)!,
  (pair) => Number.parseInt(pair, 16),
);

/** What one message is sealed under. */
export interface MessageKeys {
  readonly shared: Bytes;
  readonly key: Bytes;
  readonly nonce: Bytes;
}

/** Seals one message for the owner of a point; null where that is no point of P-256. */
export async function seal(
  recipient: Bytes, info: Bytes, aad: Bytes, plaintext: Bytes, share?: CryptoKeyPair, aead = AES_256_GCM,
): Promise<{ enc: Bytes; sealed: Bytes } | null> {
  if (!isPoint(recipient)) {
    return null;
  }

  const own = share ?? await crypto.subtle.generateKey(P256, false, ['deriveBits']);
  const enc = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const { key, nonce } = await messageKeys(await product(own.privateKey, recipient), enc, recipient, info, aead);
  const cipher = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  return { enc, sealed: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, cipher, plaintext)) };
}

/** Opens one message with the owner's private key; null where it was not sealed so, for this key. */
export async function open(own: CryptoKey, enc: Bytes, info: Bytes, aad: Bytes, sealed: Bytes, aead = AES_256_GCM): Promise<Bytes | null> {
  if (!isPoint(enc)) {
    return null;
  }

  const shared = await product(own, enc);
  for (const recipient of await ownPoints(own)) {
    const { key, nonce } = await messageKeys(shared, enc, recipient, info, aead);
    const cipher = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
    try {
      return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, cipher, sealed));
    } catch (problem) {
      if (!(problem instanceof DOMException)) {
        throw problem;
      }
    }
  }

  return null;
}

/** What follows from a product (sections 4.1 and 5.1). */
export async function messageKeys(shared: Bytes, enc: Bytes, recipient: Bytes, info: Bytes, aead: number): Promise<MessageKeys> {
  const secret = await expand(KEM, await extract(KEM, NONE, 'eae_prk', shared), 'shared_secret', join(enc, recipient), 32);
  const suite = join(ascii('HPKE'), Uint8Array.of(0x00, 0x10, 0x00, 0x01, 0x00, aead));
  const context = join(Uint8Array.of(0), await extract(suite, NONE, 'psk_id_hash', NONE), await extract(suite, NONE, 'info_hash', info));
  const root = await extract(suite, secret, 'secret', NONE);
  return {
    shared: secret,
    key: await expand(suite, root, 'key', context, aead === AES_128_GCM ? 16 : 32),
    nonce: await expand(suite, root, 'base_nonce', context, 12),
  };
}

/** The x of the product of a private key with a point that is one. */
export async function product(own: CryptoKey, point: Bytes): Promise<Bytes> {
  const other = await crypto.subtle.importKey('raw', point, P256, false, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256));
}

// The owner's point belongs to what keys are made from, and a private key that cannot be exported does not tell it. Its product
// with the base point is the x of that point; of the two points above, the tag says which it is.
async function ownPoints(own: CryptoKey): Promise<readonly Bytes[]> {
  const even = pointAbove(readNumber(await product(own, BASE_POINT)));
  const y = readNumber(even.subarray(1 + 32));
  return [even, writePoint(readNumber(even.subarray(1, 1 + 32)), PRIME - y)];
}

async function extract(suite: Bytes, salt: Bytes, label: string, secret: Bytes): Promise<Bytes> {
  return hmac(salt.length === 0 ? new Uint8Array(32) : salt, join(VERSION, suite, ascii(label), secret));
}

// Never more than one block of SHA-256 is asked for.
async function expand(suite: Bytes, key: Bytes, label: string, info: Bytes, count: number): Promise<Bytes> {
  const block = await hmac(key, join(Uint8Array.of(0, count), VERSION, suite, ascii(label), info, Uint8Array.of(1)));
  return block.slice(0, count);
}

async function hmac(key: Bytes, data: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
}
