import { ascii, join, type Bytes } from '../sealing/bytes';
import { asObject, hasKeys, readCanonical, textOf, unbase64, type Json } from '../audit/canonical';
import { claims, noteKey, readKey, readSignature, TYPES, verifies, type NoteKey, type Signature, type Succession } from '../audit/notes';

// The manifest, its signature and the keys, from Shared/Bundles/FORMAT.md.

export const FIXED = ['README.txt', 'manifest.json', 'manifest.sig', 'keys.json', 'checkpoint.txt', 'entries.jsonl'] as const;
export const LISTED = ['README.txt', 'keys.json', 'checkpoint.txt', 'entries.jsonl'] as const;

const FURTHER = /^(?=.{1,80}$)(?:receipts|recording)\/[A-Za-z0-9_-][A-Za-z0-9._-]*$/u;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/u;
const MOST_SUCCESSIONS = 300;

export interface PartFact {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly key: NoteKey;
  readonly session: string;
  readonly caseId: string;
  readonly caseNumber: string;
  /** As it is written there. */
  readonly time: string;
  readonly by: string;
  readonly size: number;
  readonly entries: readonly number[];
  readonly parts: readonly PartFact[];
}

const isText = (value: Json | undefined): value is string => typeof value === 'string';
const isCount = (value: Json | undefined): value is number => typeof value === 'number' && value >= 0;

function isTime(value: Json | undefined): value is string {
  return isText(value) && TIME.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value;
}

function readParts(value: Json | undefined): PartFact[] | null {
  const parts: PartFact[] = [];
  for (const one of Array.isArray(value) ? value : []) {
    const part = asObject(one);
    const { name, bytes, sha256 } = part ?? {};
    if (part === null || !hasKeys(part, ['bytes', 'name', 'sha256']) || !isText(name) || !isCount(bytes) || !isText(sha256) || !/^[0-9a-f]{64}$/u.test(sha256)) {
      return null;
    }

    parts.push({ name, bytes, sha256 });
  }

  return LISTED.every((name, at) => parts[at]?.name === name) && parts.slice(LISTED.length).every(({ name }) => FURTHER.test(name))
    && new Set(parts.map(({ name }) => name)).size === parts.length ? parts : null;
}

/** Reads a manifest; null where it is none of this version. */
export function readManifest(bytes: Uint8Array): Manifest | null {
  const map = asObject(readCanonical(textOf(bytes) ?? ''));
  if (map === null || !hasKeys(map, ['by', 'case', 'entries', 'format', 'key', 'parts', 'session', 'size', 'time'], ['logged'])) {
    return null;
  }

  const { format, session, size, time, entries, logged } = map;
  const [by, about] = [asObject(map['by']), asObject(map['case'])];
  const key = isText(map['key']) ? readKey(map['key']) : null;
  const parts = readParts(map['parts']);
  if (format !== 'remoteassist/bundle/1' || key?.kind !== 'log' || parts === null || !isText(session) || !ID.test(session) || !isCount(size) || !isTime(time)
    || by === null || !hasKeys(by, ['kind', 'name'], ['id']) || !Object.values(by).every(isText)
    || about === null || !hasKeys(about, ['id', 'number']) || !isText(about['id']) || !ID.test(about['id']) || !isText(about['number'])
    || (logged !== undefined && typeof logged !== 'number')
    || !Array.isArray(entries) || entries.length === 0 || !entries.every((one, at): one is number => isCount(one) && one > Number(entries[at - 1] ?? 0))
    || entries.at(-1)! as number > size) {
    return null;
  }

  return {
    key, session, size, time, parts, caseId: about['id'], caseNumber: about['number'], by: by['name'] as string, entries: entries as number[],
  };
}

/** Reads manifest.sig: one line. */
export function readManifestSignature(bytes: Uint8Array): Signature | null {
  const text = textOf(bytes);
  return text?.endsWith('\n') ? readSignature(text.slice(0, -1)) : null;
}

/** Whether the manifest's key signed it. */
export async function isSigned(manifest: Manifest, bytes: Uint8Array, signature: Signature): Promise<boolean> {
  return claims(noteKey(manifest.key.name, 'bundle', manifest.key.spki), signature)
    && verifies(manifest.key.spki, join(ascii(`${TYPES.bundle}\n`), bytes), signature.bytes);
}

/** Keys besides the one that signed. Whether a succession is signed is not looked at. */
export interface Keys {
  readonly successions: readonly Succession[];
  readonly witnesses: readonly NoteKey[];
}

/** Reads keys.json. */
export function readKeys(bytes: Uint8Array): Keys | null {
  const map = asObject(readCanonical(textOf(bytes) ?? ''));
  const { successions, witnesses } = map ?? {};
  if (map === null || !hasKeys(map, ['successions', 'witnesses']) || !Array.isArray(successions) || !Array.isArray(witnesses) || successions.length > MOST_SUCCESSIONS) {
    return null;
  }

  const read = successions.map(readSuccession);
  const keys = witnesses.map(line => isText(line) ? readKey(line) : null);
  return read.every(one => one !== null) && keys.every((key): key is NoteKey => key?.kind === 'witness') ? { successions: read, witnesses: keys } : null;
}

function readSuccession(value: Json): Succession | null {
  const map = asObject(value);
  if (map === null || !hasKeys(map, ['after', 'before', 'signature'])) {
    return null;
  }

  const [after, before, signature] = ['after', 'before', 'signature'].map(key => isText(map[key]) ? unbase64(map[key]) : null) as (Bytes | null)[];
  return after && before && signature ? { after, before, signature } : null;
}
