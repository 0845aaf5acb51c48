import { sha256 } from '@noble/hashes/sha2.js';
import { ascii, hex, join, lengthValue, same, type Bytes } from '../sealing/bytes';
import { base64, textOf, unbase64 } from './canonical';

// Keys, signed notes, checkpoints and signatures, from Shared/Audit/FORMAT.md and Shared/Bundles/FORMAT.md.

/** What a key vouches for, by the text behind 0xff in its type. */
export const TYPES = {
  log: 'remoteassist/checkpoint/p256/v1',
  witness: 'remoteassist/cosignature/p256/v1',
  bundle: 'remoteassist/bundle/p256/v1',
} as const;

export type KeyKind = keyof typeof TYPES;

export interface NoteKey {
  readonly name: string;
  readonly kind: KeyKind;
  /** SubjectPublicKeyInfo of a P-256 key, 91 bytes. */
  readonly spki: Bytes;
  /** Four bytes, as eight digits. */
  readonly id: string;
}

const NAME = /^[A-Za-z0-9._/:-]{1,100}$/u;
const SPKI_HEAD = '3059301306072a8648ce3d020106082a8648ce3d03010703420004';
const SPKI_BYTES = 91;

const typeBytes = (kind: KeyKind): Bytes => join(Uint8Array.of(0xff), ascii(TYPES[kind]));

export function noteKey(name: string, kind: KeyKind, spki: Bytes): NoteKey {
  return { name, kind, spki, id: hex(sha256(join(ascii(`${name}\n`), typeBytes(kind), spki))).slice(0, 8) };
}

/** A key as one line. */
export const keyLine = (key: NoteKey): string => `${key.name}+${key.id}+${base64(join(typeBytes(key.kind), key.spki))}`;

/** Reads the line of a Relay's or a witness's key; null where it is none. */
export function readKey(line: string): NoteKey | null {
  const [, name, written] = /^([^+]*)\+[0-9a-f]{8}\+(.*)$/u.exec(line) ?? [];
  const bytes = written === undefined ? null : unbase64(written);
  if (name === undefined || !NAME.test(name) || bytes === null) {
    return null;
  }

  for (const kind of ['log', 'witness'] as const) {
    const type = typeBytes(kind);
    const spki = bytes.slice(type.length);
    if (same(bytes.slice(0, type.length), type) && spki.length === SPKI_BYTES && hex(spki).startsWith(SPKI_HEAD)) {
      const key = noteKey(name, kind, spki);
      return keyLine(key) === line ? key : null;
    }
  }

  return null;
}

const imported = new Map<string, Promise<CryptoKey | null>>();

/** The key for WebCrypto; null of a point that is not on the curve. */
function publicKey(spki: Bytes): Promise<CryptoKey | null> {
  const name = base64(spki);
  let key = imported.get(name);
  if (key === undefined) {
    key = crypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']).catch(() => null);
    imported.set(name, key);
  }

  return key;
}

/** Whether the key signed these bytes: ECDSA, P-256, SHA-256, 64 bytes r and s. */
export async function verifies(spki: Bytes, signed: Bytes, signature: Bytes): Promise<boolean> {
  const key = signature.length === 64 && spki.length === SPKI_BYTES && hex(spki).startsWith(SPKI_HEAD) ? await publicKey(spki) : null;
  return key !== null && crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, signed);
}

export interface Signature {
  readonly name: string;
  readonly id: string;
  readonly bytes: Bytes;
}

/** Reads one line of a signature, without its new line. */
export function readSignature(line: string): Signature | null {
  const [, name, written] = /^— ([^ ]*) ([^ ]{1,256})$/u.exec(line) ?? [];
  const bytes = written === undefined ? null : unbase64(written);
  return name !== undefined && NAME.test(name) && bytes !== null && bytes.length > 4
    ? { name, id: hex(bytes.slice(0, 4)), bytes: bytes.slice(4) } : null;
}

export const claims = (key: NoteKey, signature: Signature): boolean => key.name === signature.name && key.id === signature.id;

/** A signed text; nothing about it is trusted. */
export interface Note {
  readonly body: Bytes;
  readonly signatures: readonly Signature[];
}

/** Reads a signed note, each byte of which must be as it is written. */
export function readNote(bytes: Uint8Array): Note | null {
  const text = bytes.length <= 16 * 1024 ? textOf(bytes) : null;
  const gap = text?.lastIndexOf('\n\n') ?? -1;
  if (text === null || gap < 0 || !text.endsWith('\n')) {
    return null;
  }

  const lines = text.slice(gap + 2).split('\n').slice(0, -1);
  const signatures = lines.map(readSignature).filter(one => one !== null);
  return lines.length >= 1 && lines.length <= 32 && signatures.length === lines.length
    ? { body: ascii(text.slice(0, gap + 1)), signatures } : null;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

/** Reads the body of a checkpoint: three lines in their one form. */
export function readCheckpoint(body: Uint8Array): Checkpoint | null {
  const [, origin, size, written] = /^([^\n]*)\n([1-9][0-9]{0,15})\n([^\n]{44})\n$/u.exec(textOf(body) ?? '') ?? [];
  const root = written === undefined ? null : unbase64(written);
  return origin !== undefined && NAME.test(origin) && root?.length === 32 && Number.isSafeInteger(Number(size))
    ? { origin, size: Number(size), root } : null;
}

/** When a witness cosigned a body, in milliseconds since 1970; null where it did not. */
export async function cosigned(key: NoteKey, body: Bytes, signature: Signature): Promise<number | null> {
  if (key.kind !== 'witness' || !claims(key, signature) || signature.bytes.length !== 72) {
    return null;
  }

  const seconds = new DataView(signature.bytes.buffer, signature.bytes.byteOffset).getBigInt64(0);
  const signed = join(ascii(`cosignature/p256/v1\ntime ${seconds}\n`), body);
  return seconds >= 0n && seconds <= 253402300799n && await verifies(key.spki, signed, signature.bytes.slice(8)) ? Number(seconds) * 1000 : null;
}

/** One key of the Relay that names the next. */
export interface Succession {
  readonly before: Bytes;
  readonly after: Bytes;
  readonly signature: Bytes;
}

export const isGoodSuccession = ({ before, after, signature }: Succession): Promise<boolean> =>
  verifies(before, lengthValue(ascii('RemoteAssist next signing key 1'), before, after), signature);

/** A key with all that lead to it, itself first. */
export function leadingTo(key: Bytes, successions: readonly Succession[]): Bytes[] {
  const known = [key];
  for (let at = 0; at < known.length; at++) {
    for (const { before, after } of successions) {
      if (same(after, known[at]!) && !known.some(one => same(one, before))) {
        known.push(before);
      }
    }
  }

  return known;
}

/** Whether this key is among those that signed a checkpoint as its log's own. */
export async function isSignedBy(note: Note, origin: string, spki: Bytes): Promise<boolean> {
  const key = noteKey(origin, 'log', spki);
  for (const signature of note.signatures.filter(one => claims(key, one))) {
    if (await verifies(spki, note.body, signature.bytes)) {
      return true;
    }
  }

  return false;
}

/** When a witness cosigned a checkpoint, in milliseconds since 1970; null where it did not. */
export async function cosignedAt(note: Note, witness: NoteKey): Promise<number | null> {
  for (const signature of note.signatures) {
    const at = await cosigned(witness, note.body, signature);
    if (at !== null) {
      return at;
    }
  }

  return null;
}
