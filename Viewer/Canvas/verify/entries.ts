import { sha256 } from '@noble/hashes/sha2.js';
import { isIncluded, leafHash } from '../audit/merkle';
import { ascii, hex, join } from '../sealing/bytes';
import { asObject, canonical, hasKeys, readCanonical, textOf, unbase64, unhex, type Json } from '../audit/canonical';
import { ChainCheck, type LinkDamage } from '../audit/chain';
import type { Manifest } from './manifest';
import type { Checkpoint } from '../audit/notes';

// entries.jsonl, from Shared/Bundles/FORMAT.md.

const LONGEST_LINE = 2 ** 20;
const SALT_BYTES = 16;
const LONGEST_PROOF = 64;

export type EntryDamage = 'entryUnreadable' | 'missingEntry' | 'strayEntry' | 'wrongEntry' | 'notIncluded' | 'wrongPrevious' | 'wrongValue' | LinkDamage;

/** What was found: how many are good from the first, and what is wrong with the next. */
export interface EntriesFinding {
  readonly damage: EntryDamage | null;
  readonly entry: number | null;
  readonly good: number;
  readonly erased: number;
  readonly hasEnd: boolean;
  /** Whether one of them says that the session was recorded. */
  readonly wasRecorded: boolean;
  /** The hashes of the recording's chunks that they have, in hex, by number. */
  readonly chunks: ReadonlyMap<number, string>;
  /** Statements of the Agent without a gap, from its first; null where its version kept no chain. */
  readonly links: number | null;
}

interface Line {
  readonly entry: Record<string, Json>;
  readonly json: string;
  readonly proof: readonly Uint8Array[];
  readonly values: readonly { readonly key: string; readonly salt: Uint8Array; readonly value: string }[];
}

function readLine(bytes: Uint8Array): Line | null {
  const map = bytes.length <= LONGEST_LINE ? asObject(readCanonical(textOf(bytes) ?? '')) : null;
  const entry = asObject(map?.['entry']);
  const { proof: hashes, values: written } = map ?? {};
  if (map === null || entry === null || !hasKeys(map, ['entry', 'proof', 'values']) || !Array.isArray(hashes) || !Array.isArray(written)) {
    return null;
  }

  const proof = hashes.map(one => typeof one === 'string' ? unbase64(one) : null);
  const values = written.map(one => {
    const value = asObject(one);
    const { key, salt, value: text } = value ?? {};
    const bytesOfSalt = typeof salt === 'string' ? unhex(salt) : null;
    return value !== null && hasKeys(value, ['key', 'salt', 'value']) && typeof key === 'string' && typeof text === 'string' && bytesOfSalt !== null
      ? { key, salt: bytesOfSalt, value: text } : null;
  });
  return proof.every(one => one !== null) && values.every(one => one !== null) ? { entry, json: canonical(entry)!, proof, values } : null;
}

const areTexts = (value: Json | undefined): value is Record<string, string> => {
  const map = asObject(value);
  return map !== null && Object.values(map).every(one => typeof one === 'string');
};

/** Whether it has what every entry has. */
function isEntry(entry: Record<string, Json>): boolean {
  const actor = asObject(entry['actor']);
  const isText = (key: string): boolean => typeof entry[key] === 'string';
  return actor !== null && typeof actor['kind'] === 'string' && (!('id' in actor) || typeof actor['id'] === 'string')
    && isText('action') && isText('outcome') && isText('previous') && typeof entry['sequence'] === 'number'
    && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/u.test(String(entry['time'])) && !Number.isNaN(Date.parse(String(entry['time'])))
    && (!('case' in entry) || isText('case')) && (!('session' in entry) || isText('session'))
    && areTexts(entry['detail']) && areTexts(entry['personal']);
}

function valuesFit({ entry, values }: Line): boolean {
  const hashes = entry['personal'] as Record<string, string>;
  return values.every(({ key, salt, value }, at) => (at === 0 || values[at - 1]!.key < key) && salt.length === SALT_BYTES
    && Object.hasOwn(hashes, key) && hashes[key] === hex(sha256(join(salt, ascii(value)))));
}

const CHUNK = /^(\d{1,10}):([0-9a-f]{64}):\d{1,10}:\d{1,10}:\d{1,10}$/u;

/** What an entry says of chunks: `number:hash:bytes:from:to`, with blanks between; none where one is not so. */
function readChunks(written: string): [number, string][] {
  const read = written.split(' ').filter(one => one !== '').map(one => CHUNK.exec(one));
  return read.every(one => one !== null) ? read.map(one => [Number(one[1]), one[2]!]) : [];
}

/** Goes through the lines, and ends at the first that is not as it must be. */
export async function checkEntries(bytes: Uint8Array, manifest: Manifest, checkpoint: Checkpoint): Promise<EntriesFinding> {
  const chain = new ChainCheck(manifest.session);
  let [rest, good, erased, hasEnd, wasRecorded, leaf] = [bytes, 0, 0, false, false, ''];
  const chunks = new Map<number, string>();
  const end = (damage: EntryDamage | null, entry: number | null): EntriesFinding =>
    ({ damage, entry, good, erased, hasEnd, wasRecorded, chunks, links: chain.hasChain ? chain.count : null });
  for (const [at, sequence] of manifest.entries.entries()) {
    if (rest.length === 0) {
      return end('missingEntry', sequence);
    }

    const newLine = rest.indexOf(0x0a);
    const line = newLine < 0 ? null : readLine(rest.subarray(0, newLine));
    if (line === null || !isEntry(line.entry)) {
      return end('entryUnreadable', sequence);
    }

    const { entry } = line;
    if (entry['sequence'] !== sequence || entry['session'] !== manifest.session || ('case' in entry && entry['case'] !== manifest.caseId)) {
      return end('wrongEntry', sequence);
    }

    const hash = leafHash(ascii(line.json));
    if (line.proof.length > LONGEST_PROOF || !isIncluded(sequence - 1, checkpoint.size, hash, line.proof, checkpoint.root)) {
      return end('notIncluded', sequence);
    }

    if (at > 0 && manifest.entries[at - 1] === sequence - 1 && entry['previous'] !== leaf) {
      return end('wrongPrevious', sequence);
    }

    if (!valuesFit(line)) {
      return end('wrongValue', sequence);
    }

    const damage = await chain.take({
      action: String(entry['action']), outcome: String(entry['outcome']), actor: String((entry['actor'] as Record<string, Json>)['kind']),
      detail: entry['detail'] as Record<string, string>,
    });
    if (damage !== null) {
      return end(damage, sequence);
    }

    [rest, good, leaf] = [rest.subarray(newLine + 1), good + 1, hex(hash)];
    erased += Object.keys(entry['personal'] as object).length - line.values.length;
    hasEnd ||= entry['action'] === 'session.end';
    if (entry['action'] === 'recording.chunk') {
      readChunks((entry['detail'] as Record<string, string>)['chunks'] ?? '').forEach(([number, hashOf]) => chunks.has(number) || chunks.set(number, hashOf));
    }

    wasRecorded ||= entry['action'] === 'recording.started';
  }

  return rest.length === 0 ? end(null, null) : end('strayEntry', null);
}
