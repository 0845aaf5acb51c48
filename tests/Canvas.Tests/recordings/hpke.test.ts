import { describe, expect, test } from 'vitest';
import { certificateBytes, auditorId } from '../../../Viewer/Canvas/recordings/certificate';
import { AES_128_GCM, messageKeys, open, product, seal } from '../../../Viewer/Canvas/recordings/hpke';
import { openWrappedKey, readWrappedKey, WRAPPED_SIZE } from '../../../Viewer/Canvas/recordings/wrappedKey';
import { hex, idBytes } from '../../../Viewer/Canvas/sealing/bytes';
import vectors from '../../Vectors/recording.json';
import { oneBitOff, scalarOf, unhex } from '../sealing/some';
import { Tried } from '../tried';

const none = new Uint8Array(0);
const { rfc9180: rfc, another, browser, wrapped, certificate } = vectors;
const pointOf = (publicKey: string): string => publicKey.slice(-130);

describe('HPKE', () => {
  test("the RFC's vector is reached", async () => {
    const share = await scalarOf(rfc.skEm, rfc.pkEm);
    const own = await scalarOf(rfc.skRm, rfc.pkRm);
    const keys = await messageKeys(
      await product(share.privateKey, unhex(rfc.pkRm)), unhex(rfc.pkEm), unhex(rfc.pkRm), unhex(rfc.info), AES_128_GCM);
    expect(hex(keys.shared)).toBe(rfc.sharedSecret);
    expect(hex(keys.key)).toBe(rfc.key);
    expect(hex(keys.nonce)).toBe(rfc.baseNonce);
    const sealed = await seal(unhex(rfc.pkRm), unhex(rfc.info), unhex(rfc.aad), unhex(rfc.plaintext), share, AES_128_GCM);
    expect(hex(sealed!.enc)).toBe(rfc.pkEm);
    expect(hex(sealed!.sealed)).toBe(rfc.ciphertext);
    const opened = await open(own.privateKey, sealed!.enc, unhex(rfc.info), unhex(rfc.aad), sealed!.sealed, AES_128_GCM);
    expect(hex(opened!)).toBe(rfc.plaintext);
  });

  test.each([another, browser])('what was sealed elsewhere is opened: $source', async item => {
    const own = await scalarOf(item.skRm, item.pkRm);
    expect(hex((await open(own.privateKey, unhex(item.enc), unhex(item.info), none, unhex(item.ciphertext)))!)).toBe(item.plaintext);
  });

  test('what is sealed here opens for its owner alone, whichever of its two points the owner has', async () => {
    for (let i = 0; i < 6; i++) {
      const [own, other] = await Promise.all([pair(), pair()]);
      const point = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
      const { enc, sealed } = (await seal(point, unhex('01'), unhex('02'), unhex('0304')))!;
      expect(hex((await open(own.privateKey, enc, unhex('01'), unhex('02'), sealed))!)).toBe('0304');
      expect(await open(other.privateKey, enc, unhex('01'), unhex('02'), sealed)).toBeNull();
      expect(await open(own.privateKey, enc, unhex('02'), unhex('01'), sealed)).toBeNull();
      expect(await open(own.privateKey, enc.slice(1), unhex('01'), unhex('02'), sealed)).toBeNull();
      expect(await open(own.privateKey, enc, unhex('01'), unhex('02'), sealed.slice(0, 5))).toBeNull();
    }

    expect(await seal(new Uint8Array(65), none, none, none)).toBeNull();
  });
});

describe('a content key for an auditor', () => {
  const session = idBytes(wrapped.session);

  test("C#'s is opened", async () => {
    const read = readWrappedKey(unhex(wrapped.bytes))!;
    expect(read.contentKeyId).toBe(wrapped.contentKeyId);
    expect(hex(read.auditorId)).toBe(wrapped.auditorId);
    expect(hex(await auditorId(unhex(wrapped.auditorPublicKey)))).toBe(wrapped.auditorId);
    expect(hex((await openWrappedKey((await auditor()).privateKey, session, read))!)).toBe(wrapped.secret);
  });

  test('[promise 32] nothing opens it but that key, for that session and id', async context => {
    const tried = new Tried(context, 32, 'keys, numbers and bindings with which a content key sealed for an auditor does not open, in TypeScript');
    const own = (await auditor()).privateKey;
    const read = readWrappedKey(unhex(wrapped.bytes))!;
    for (let i = 0; i < 4; i++) {
      tried.try(await openWrappedKey((await pair()).privateKey, session, read) === null, 'another key opens it');
    }

    tried.try(await openWrappedKey(own, new Uint8Array(16), read) === null, 'another session opens it');
    tried.try(await openWrappedKey(own, session, { ...read, contentKeyId: 8 }) === null, 'another id opens it');
    let bit = 0;
    for (const sealed of oneBitOff(read.sealed)) {
      if (bit++ % 16 === 0) {
        tried.try(await openWrappedKey(own, session, { ...read, sealed }) === null, 'a flipped bit opens it');
      }
    }

    tried.mustHold();
  });

  test('one of another length is none', () => {
    expect(readWrappedKey(new Uint8Array(WRAPPED_SIZE - 1))).toBeNull();
    expect(readWrappedKey(new Uint8Array(WRAPPED_SIZE + 1))).toBeNull();
  });

  test('what is signed of an auditor is what C# checks', () => {
    const facts = {
      name: certificate.name, publicKey: unhex(certificate.publicKey), made: new Date(certificate.made), until: new Date(certificate.until),
    };
    expect(hex(certificateBytes(facts))).toBe(certificate.bytes);
  });
});

const pair = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
const auditor = (): Promise<CryptoKeyPair> => scalarOf(wrapped.auditorScalar, pointOf(wrapped.auditorPublicKey));
