import { beforeAll, describe, expect, test } from 'vitest';
import { checkEvidence, continues, isGood, seen, type Evidence } from '../../../Viewer/Canvas/audit/evidence';
import { leafHash, Leaves } from '../../../Viewer/Canvas/audit/merkle';
import { readCheckpoint, readNote, type Checkpoint } from '../../../Viewer/Canvas/audit/notes';
import { ascii, hex, join, type Bytes } from '../../../Viewer/Canvas/sealing/bytes';
import { sha256 } from '../../../Viewer/Canvas/sealing/map';

// The counts that an Agent signs are in the page's own test, where C# has signed them (Viewer.Tests/AuditPageTests.cs).

const SESSION = '5f8a1c52-9a0e-4a57-8a5b-0c8f5b2b7a11';
const ORIGIN = `remoteassist/log/${'5f1b'.repeat(8)}`;
const SALT = '00112233445566778899aabbccddeeff';

interface Key {
  readonly publicKey: Bytes;
  sign(bytes: Bytes): Promise<Bytes>;
}

async function newKey(): Promise<Key> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)),
    sign: async bytes => new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes)),
  };
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const typed = (type: string): Bytes => join(Uint8Array.of(0xff), ascii(type));

async function keyId(name: string, type: string, key: Bytes): Promise<Bytes> {
  return (await sha256(join(ascii(`${name}\n`), typed(type), key))).slice(0, 4);
}

async function note(size: number, root: Bytes, relay: Key, witness: Key): Promise<string> {
  const body = `${ORIGIN}\n${size}\n${base64(root)}\n`;
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, 1_795_000_000n);
  const own = join(await keyId(ORIGIN, 'remoteassist/checkpoint/p256/v1', relay.publicKey), await relay.sign(ascii(body)));
  const other = join(
    await keyId('witness/w', 'remoteassist/cosignature/p256/v1', witness.publicKey), time,
    await witness.sign(ascii(`cosignature/p256/v1\ntime 1795000000\n${body}`)));
  return `${body}\n\u2014 ${ORIGIN} ${base64(own)}\n\u2014 witness/w ${base64(other)}\n`;
}

function checkpointIn(text: string): Checkpoint | null {
  const read = readNote(ascii(text));
  return read === null ? null : readCheckpoint(read.body);
}

let good: Evidence;
let relay: Key;
let witness: Key;
let tree: Leaves;

// Entries 2, 4 and 6 of eight are the session's, and the ninth is newer than the checkpoint.
beforeAll(async () => {
  [relay, witness] = [await newKey(), await newKey()];
  const name = hex(await sha256(join(Uint8Array.from(SALT.match(/../gu)!, pair => Number.parseInt(pair, 16)), ascii('Mei Lin'))));
  const entries = Array.from({ length: 9 }, (_, i) => JSON.stringify({
    action: 'session.pause', detail: {}, outcome: 'success', personal: { name }, sequence: i + 1, session: SESSION, time: '2026-11-21T14:03:27.123Z',
  }));
  tree = new Leaves(entries.map(entry => leafHash(ascii(entry))));
  const type = 'remoteassist/cosignature/p256/v1';
  good = {
    session: SESSION,
    checkpoint: await note(8, tree.root(8), relay, witness),
    relayKeys: [base64((await newKey()).publicKey), base64(relay.publicKey)],
    witnesses: [`witness/w+${hex(await keyId('witness/w', type, witness.publicKey))}+${base64(join(typed(type), witness.publicKey))}`],
    entries: [2, 4, 6, 9].map(sequence => ({
      sequence,
      json: entries[sequence - 1]!,
      personal: sequence === 4 ? {} : { name: { salt: SALT, value: 'Mei Lin' } },
      proof: sequence > 8 ? null : tree.inclusion(sequence - 1, 8).map(base64),
    })),
  };
});

const withEntry = (at: number, change: object): Evidence => ({ ...good, entries: good.entries.map((entry, i) => i === at ? { ...entry, ...change } : entry) });

describe('what a browser verifies of a session', () => {
  test('what is well holds, with its figures', async () => {
    const found = await checkEvidence(good);
    expect(isGood(found)).toBe(true);
    expect([found.included, found.newer, found.values, found.erased]).toEqual([3, 1, 3, 1]);
    expect(found.signedBy).toBe(hex(await sha256(relay.publicKey)));
    expect(found.cosigned).toEqual([{ witness: 'witness/w', at: 1_795_000_000_000 }]);
    expect(found.use).toEqual({ signed: 0, fault: null });
  });

  test('whatever is altered is named', async () => {
    const other = good.entries[1]!;
    const cases: readonly [Evidence, number, string][] = [
      [withEntry(1, { json: other.json.replace('pause', 'allow') }), 4, 'proof'],
      [withEntry(1, { json: `${other.json} ` }), 4, 'proof'],
      [withEntry(1, { json: '{}' }), 4, 'form'],
      [withEntry(1, { json: 'x' }), 4, 'form'],
      [withEntry(1, { json: 'null' }), 4, 'form'],
      [withEntry(1, { sequence: 5 }), 5, 'place'],
      [withEntry(1, { sequence: 1 }), 1, 'place'],
      [withEntry(1, { proof: null }), 4, 'place'],
      [withEntry(1, { proof: [] }), 4, 'proof'],
      [withEntry(1, { proof: ['?'] }), 4, 'proof'],
      [withEntry(1, { proof: other.proof!.slice(1) }), 4, 'proof'],
      [withEntry(0, { personal: { name: { salt: SALT, value: 'Bob Roe' } } }), 2, 'value'],
      [withEntry(0, { personal: { name: { salt: 'xyz', value: 'Mei Lin' } } }), 2, 'value'],
      [withEntry(0, { personal: { age: { salt: SALT, value: 'Mei Lin' } } }), 2, 'value'],
      [{ ...good, session: SESSION.replace('5f', '5e') }, 2, 'place'],
      [{ ...good, checkpoint: await note(8, leafHash(ascii('other')), relay, witness) }, 2, 'proof'],
    ];
    for (const [evidence, sequence, kind] of cases) {
      const found = await checkEvidence(evidence);
      expect(found.fault).toEqual({ sequence, kind });
      expect(isGood(found)).toBe(false);
    }
  });

  test('a state that nobody known signed is not taken for a signed one', async () => {
    const stranger = await newKey();
    const unsigned = await checkEvidence({ ...good, checkpoint: await note(8, tree.root(8), stranger, stranger) });
    expect([unsigned.signedBy, unsigned.cosigned, isGood(unsigned)]).toEqual([null, [], false]);
    const bent = good.witnesses[0]!.replace('+', '+0');
    for (const witnesses of [[], ['x'], [bent], ['a+b+c']]) {
      expect((await checkEvidence({ ...good, witnesses })).cosigned).toEqual([]);
    }

    for (const relayKeys of [[], ['?'], ['AAAA']]) {
      expect((await checkEvidence({ ...good, relayKeys })).signedBy).toBeNull();
    }
  });

  test('what is no checkpoint is none', async () => {
    const [body, ...rest] = good.checkpoint!.split('\n\n');
    const lines = body!.split('\n');
    for (const text of [
      '', 'x', body!, good.checkpoint!.slice(0, -1), `${lines[0]}\n08\n${lines[2]}\n\n${rest[0]}`, `${lines[0]}\n0\n${lines[2]}\n\n${rest[0]}`, `${lines[0]}\n8\nAAAA\n\n${rest[0]}`,
      `${lines[0]}\n8\n${lines[2]}\nmore\n\n${rest[0]}`, `${body}\n\nno signature\n`, good.checkpoint!.padEnd(20_000, '\n'),
    ]) {
      expect(checkpointIn(text)).toBeNull();
      expect(isGood(await checkEvidence({ ...good, checkpoint: text }))).toBe(false);
    }

    expect((await checkEvidence({ ...good, checkpoint: null })).checkpoint).toBeNull();
  });

  test('a log that continues is told from one that was written anew', async () => {
    const now = checkpointIn(good.checkpoint!)!;
    const before = { origin: ORIGIN, size: 5, root: hex(tree.root(5)), at: 0 };
    const proof = tree.consistency(5, 8).map(base64);
    expect(continues(before, now, proof)).toBe(true);
    expect(continues(seen(now, 0), now, [])).toBe(true);
    expect(continues({ ...before, size: 9, root: hex(tree.root(9)) }, now, tree.consistency(8, 9).map(base64))).toBe(true);
    for (const wrong of [{ ...before, root: hex(tree.root(6)) }, { ...before, size: 6 }, { ...before, origin: 'another' }, { ...before, root: '' }]) {
      expect(continues(wrong, now, proof)).toBe(false);
    }

    expect(continues(before, now, [])).toBe(false);
    expect(continues(before, now, ['?'])).toBe(false);
  });
});
