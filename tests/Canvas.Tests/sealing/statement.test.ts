import { describe, expect, test } from 'vitest';
import { fingerprint, verifyStatement } from '../../../Viewer/Canvas/sealing/statement';
import { comparisonWords } from '../../../Viewer/Canvas/sealing/words';
import { context, oneBitOff, unhex, vectors } from './some';

const item = vectors.statement;
const exchange = unhex(vectors.exchange.keys.transcriptHash);
const issued = new Date(item.issued);
const verify = (bytes = unhex(item.bytes), signature = unhex(item.signature), session = context.session, hash = exchange, now = issued) =>
  verifyStatement(bytes, signature, unhex(item.publicKey), session, hash, now);

describe('who is asking', () => {
  test("C#'s statement is verified and read", async () => {
    expect(await verify()).toEqual({
      technician: item.technician,
      organisation: item.organisation,
      caseNumber: item.caseNumber,
      issued,
      expires: new Date(item.expires),
    });
    expect(await fingerprint(unhex(item.publicKey))).toBe(item.fingerprint);
  });

  test('every flipped bit is refused', async () => {
    for (const flipped of oneBitOff(unhex(item.bytes))) {
      expect(await verify(flipped)).toBe('badSignature');
    }

    for (const flipped of oneBitOff(unhex(item.signature))) {
      expect(await verify(unhex(item.bytes), flipped)).toBe('badSignature');
    }
  }, 60_000);

  test('another session, exchange or time is named', async () => {
    const [bytes, signature] = [unhex(item.bytes), unhex(item.signature)];
    expect(await verify(bytes, signature, '0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f8')).toBe('wrongSession');
    expect(await verify(bytes, signature, context.session, new Uint8Array(32))).toBe('wrongExchange');
    expect(await verify(bytes, signature, context.session, exchange, new Date(item.expires + 5 * 60_000))).toBe('expired');
    expect(await verify(bytes, signature, context.session, exchange, new Date(item.issued - 5 * 60_000 - 1))).toBe('expired');
  });
});

test('the words are those of the Agent', () => {
  expect(comparisonWords(0, 1)).toEqual({ english: 'maple lantern', chinese: '枫树 灯笼' });
  expect(comparisonWords(255, 255).english).toMatch(/^[a-z]+ [a-z]+$/u);
});
