import { readFileSync } from 'node:fs';
import { env } from 'node:process';
import { describe, expect, test } from 'vitest';
import { ascii } from '../../../Viewer/Canvas/sealing/bytes';
import { canonical, readCanonical, unbase64 } from '../../../Viewer/Canvas/audit/canonical';
import { ChainCheck } from '../../../Viewer/Canvas/audit/chain';
import { check, readTrust, type Trust } from '../../../Viewer/Canvas/verify/check';
import { readCheckpoint, readNote } from '../../../Viewer/Canvas/audit/notes';
import { readZip } from '../../../Viewer/Canvas/verify/zip';
import vector from '../../Vectors/bundle.json';
import chains from '../../Vectors/agent-chains.json';
import tampers from '../../Vectors/bundle-tampers.json';
import { Tried } from '../tried';
import { tamper, zip, type Tamper } from './tampering';

const written = Uint8Array.from(readFileSync(new URL('../../Vectors/bundle.zip', import.meta.url)));
const trust = readTrust(vector.trust)!;
const { parts } = readZip(written);
const sequences = (JSON.parse(new TextDecoder().decode(parts[1]!.bytes)) as { entries: number[] }).entries;

/** As many of all as this run tries, evenly. */
function* some(all: number): Generator<number> {
  const count = { long: all, quick: Math.floor(all / 10) }[env['REMOTEASSIST_PROVE'] ?? ''] ?? 40;
  for (let number = 0; number < count; number++) {
    yield Math.floor(number * all / count);
  }
}

function flip(bytes: Uint8Array, bit: number): Uint8Array<ArrayBuffer> {
  const flipped = bytes.slice() as Uint8Array<ArrayBuffer>;
  flipped[bit >> 3]! ^= 1 << (bit & 7);
  return flipped;
}

const lineEnds = [...parts[5]!.bytes.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at);

/** The entry whose line has this byte. */
const entryAt = (at: number): number => sequences[lineEnds.findIndex(end => end >= at)]!;

/** What is at a byte of the file. */
function where(at: number): { part: string; entry?: number } {
  for (const { name, bytes } of parts) {
    const start = 30 + name.length;
    if (at < start + bytes.length) {
      return { part: name, ...name === 'entries.jsonl' && at >= start ? { entry: entryAt(at - start) } : {} };
    }

    at -= start + bytes.length;
  }

  return { part: 'directory' };
}

const LONG = 6 * 3_600_000;

describe('a bundle in the browser', () => {
  test('holds, and says what it is and who vouches for it', async () => {
    const { fault, manifest, entries, signerKnown, cosignatures } = await check(written, trust);
    expect(fault).toBeNull();
    expect(signerKnown).toBe(true);
    expect(entries).toMatchObject({ good: 100, erased: 1, hasEnd: true });
    expect(manifest).toMatchObject({ caseNumber: '20931', by: 'Ayşe Demir', size: 300, session: '11111111-2222-7333-8444-555555555555' });
    expect(cosignatures).toEqual([{ witness: 'witness/some', time: Date.parse('2026-11-21T13:00:00Z'), isTrusted: true }]);
  });

  test('is consistent only, where nobody brings keys', async () => {
    const nobody: Trust = { relays: [], witnesses: [] };
    expect(await check(written, nobody)).toMatchObject({ fault: null, signerKnown: false, cosignatures: [{ isTrusted: false }] });
    const anew = await tamper(written, { steps: [['note', 'stranger'], ['key', 'stranger'], ['rehash'], ['sign', 'stranger']] });
    expect((await check(anew, nobody)).fault).toBeNull();
    expect((await check(anew, trust)).fault).toEqual({ damage: 'otherSigner', part: 'manifest.sig' });
  });

  test('what is written here again is the same, byte for byte', () => {
    const again = zip(parts.map(({ name, bytes }) => ({ name, bytes: bytes.slice() })));
    expect(again.length).toBe(written.length);
    expect(again.every((byte, at) => byte === written[at])).toBe(true);
  });

  test('keys are all read, or none', () => {
    expect([trust.relays.length, trust.witnesses.length]).toEqual([1, 1]);
    for (const text of ['', '# a remark', `${vector.trust}x`, 'witness/a+00000000+AAAA', vector.trust.replace('+', '+0')]) {
      expect(readTrust(text), text).toBeNull();
    }
  });

  test('[promise 25] every flipped bit of the file is named', async context => {
    const tried = new Tried(context, 25, 'flipped bits of a bundle of 100 entries, checked by the page in the browser');
    for (const bit of some(written.length * 8)) {
      const { fault } = await check(flip(written, bit), trust);
      const { part, entry } = where(bit >> 3);
      tried.try(fault?.part === part && (entry === undefined || fault.entry === entry), `bit ${bit} of ${part} ${entry}: ${JSON.stringify(fault)}`);
    }

    tried.mustHold();
  }, LONG);

  test('[promise 25] every flipped bit of a part is named, also where the checksum is put right', async context => {
    const tried = new Tried(context, 25, 'flipped bits of parts whose checksum was put right, checked by the page in the browser');
    for (let bit of some(parts.reduce((sum, { bytes }) => sum + bytes.length, 0) * 8)) {
      let at = 0;
      for (; bit >= parts[at]!.bytes.length * 8; at++) {
        bit -= parts[at]!.bytes.length * 8;
      }

      const { name } = parts[at]!;
      const file = zip(parts.map((part, index) => ({ name: part.name, bytes: index === at ? flip(part.bytes, bit) : part.bytes as Uint8Array<ArrayBuffer> })));
      const { fault } = await check(file, trust);
      const isNamed = fault?.part === name || (name === 'manifest.json' && fault?.part === 'manifest.sig');
      const entry = name === 'entries.jsonl' ? entryAt(bit >> 3) : undefined;
      tried.try(isNamed && fault.entry === entry, `bit ${bit} of ${name} ${entry}: ${JSON.stringify(fault)}`);
    }

    tried.mustHold();
  }, LONG);

  test('[promise 26] every way to spoil a bundle is named as the other implementation names it', async context => {
    const tried = new Tried(context, 26, 'ways to spoil a bundle, also by somebody with the Relay\'s key, checked by the page in the browser');
    const known: Readonly<Record<string, string>> = vector;
    for (const row of tampers as readonly Tamper[]) {
      const kept = row.kept === undefined ? undefined : readCheckpoint(readNote(ascii(known[row.kept]!))!.body)!;
      const { fault } = await check(await tamper(written, row), kept === undefined ? trust : { ...trust, kept });
      const found = `${fault?.damage} in ${fault?.part} ${fault?.entry}`;
      tried.try(found === `${row.damage} in ${row.part} ${row.entry}`, `${row.what}: ${found}`);
    }

    const trusted = readTrust(chains.trust)!;
    for (const { what, zip: file, damage, entry } of chains.rows as readonly { what: string; zip: string; damage?: string; entry?: number }[]) {
      const { fault, entries } = await check(unbase64(file)!, trusted);
      tried.try(fault?.damage === damage && fault?.entry === entry, `${what}: ${JSON.stringify(fault)}`);
      tried.try(damage !== undefined || entries!.links === (what.startsWith('no statement') ? null : what.startsWith('the last') ? 6 : 7), `${what}: ${entries?.links}`);
    }

    tried.mustHold();
  });

  test('[promise 26] every flipped bit of a link is noticed', async context => {
    const tried = new Tried(context, 26, 'flipped bits of a link of the Agent\'s chain, checked by the page in the browser');
    const lines = new TextDecoder().decode(readZip(unbase64(chains.rows[0]!.zip)!).parts.find(({ name }) => name === 'entries.jsonl')!.bytes).trimEnd().split('\n');
    const story = lines.map(line => (JSON.parse(line) as { entry: Record<string, unknown> }).entry)
      .map(entry => ({ action: String(entry['action']), outcome: String(entry['outcome']), actor: (entry['actor'] as { kind: string }).kind, detail: entry['detail'] as Record<string, string> }));
    const at = story.findIndex(({ detail }) => detail['link'] === '3');
    const fields = Object.entries(story[at]!.detail);
    const session = '11111111-2222-7333-8444-555555555555';
    const holds = async (detail: Record<string, string>): Promise<boolean> => {
      const chain = new ChainCheck(session);
      for (const [index, entry] of story.entries()) {
        if (await chain.take(index === at ? { ...entry, detail } : entry) !== null) {
          return false;
        }
      }

      return true;
    };
    expect(await holds(Object.fromEntries(fields))).toBe(true);
    for (const bit of some(fields.reduce((sum, [, value]) => sum + value.length * 7, 0))) {
      let [field, rest] = [0, bit];
      for (; rest >= fields[field]![1].length * 7; field++) {
        rest -= fields[field]![1].length * 7;
      }

      const [name, value] = fields[field]!;
      const letters = [...value].map((letter, index) => index === Math.floor(rest / 7) ? String.fromCharCode(letter.charCodeAt(0) ^ (1 << (rest % 7))) : letter);
      tried.try(!await holds({ ...story[at]!.detail, [name]: letters.join('') }), `bit ${rest} of ${name}`);
    }

    tried.mustHold();
  }, LONG);
});

describe('canonical JSON in the browser', () => {
  test.each(['{"a":1,"b":[true,null,"é\\n\\u0001"]}', '[]', '{}', '-9007199254740991', '{"10":1,"2":2}'])('%s is', text => {
    expect(canonical(readCanonical(text)!)).toBe(text);
  });

  test.each([
    '{"b":1,"a":2}', '{"a":1,"a":1}', ' 1', '1.0', '1e3', '-0', '9007199254740992', '"\\u00e9"', '"\\ud800"', '"\\/"', '{"a": 1}', '', '[1,]', '1.5',
    '['.repeat(65) + ']'.repeat(65), '['.repeat(100_000),
  ])('%s is not', text => {
    expect(readCanonical(text)).toBeUndefined();
  });

  test('base64 has one form', () => {
    expect(unbase64('AAE=')).toEqual(Uint8Array.of(0, 1));
    expect(['AAF=', 'AAE', 'AA E=', 'A===', '*'].map(unbase64)).toEqual([null, null, null, null, null]);
  });
});
