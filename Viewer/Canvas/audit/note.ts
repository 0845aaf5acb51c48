import { sha256 } from '@noble/hashes/sha2.js';
import { ascii, join, same, type Bytes } from '../sealing/bytes';

// Signed notes and checkpoints, as Shared/Audit/FORMAT.md has them. Nothing about a note is trusted.

const DASH = '\u2014 ';
const MAX_CHARACTERS = 16 * 1024;
const LOG_TYPE = join(Uint8Array.of(0xff), ascii('remoteassist/checkpoint/p256/v1'));
const WITNESS_TYPE = join(Uint8Array.of(0xff), ascii('remoteassist/cosignature/p256/v1'));
const TIME_BYTES = 8;

/** A signature under a note; its key is only claimed. */
interface Signature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly bytes: Bytes;
}

/** A signed state of the log. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  readonly body: string;
  readonly signatures: readonly Signature[];
}

/** A witness's key. */
export interface WitnessKey {
  readonly name: string;
  readonly publicKey: Bytes;
}

/** Bytes of base64; null where it is none. */
export function fromBase64(text: string): Bytes | null {
  try {
    return Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/** Reads a checkpoint with its signatures; null where it is none as they are written. */
export function readCheckpoint(note: string): Checkpoint | null {
  const gap = note.lastIndexOf('\n\n');
  if (note.length > MAX_CHARACTERS || gap < 0 || !note.endsWith('\n')) {
    return null;
  }

  const body = note.slice(0, gap + 1);
  const lines = body.split('\n');
  const [origin, digits, written] = lines;
  if (lines.length !== 4 || origin === undefined || digits === undefined || written === undefined || !/^[1-9][0-9]{0,15}$/u.test(digits)) {
    return null;
  }

  const size = Number(digits);
  const root = fromBase64(written);
  const signatures = note.slice(gap + 2, -1).split('\n').map(readSignature);
  return root?.length === 32 && Number.isSafeInteger(size) && signatures.every(one => one !== null)
    ? { origin, size, root, body, signatures }
    : null;
}

function readSignature(line: string): Signature | null {
  const [name, written, ...more] = line.slice(DASH.length).split(' ');
  if (!line.startsWith(DASH) || name === undefined || written === undefined || more.length > 0) {
    return null;
  }

  const bytes = fromBase64(written);
  return bytes !== null && bytes.length > 4 ? { name, keyId: bytes.subarray(0, 4), bytes: bytes.slice(4) } : null;
}

/** Reads a witness's key in one line: name+id+base64(type ‖ key); null where it is none, or its id is not its own. */
export function readWitness(line: string): WitnessKey | null {
  const [name, id, ...rest] = line.split('+');
  const bytes = fromBase64(rest.join('+'));
  if (name === undefined || id === undefined || bytes === null || !same(bytes.subarray(0, WITNESS_TYPE.length), WITNESS_TYPE)) {
    return null;
  }

  const publicKey = bytes.slice(WITNESS_TYPE.length);
  return Array.from(keyId(name, WITNESS_TYPE, publicKey), byte => byte.toString(16).padStart(2, '0')).join('') === id ? { name, publicKey } : null;
}

function keyId(name: string, type: Uint8Array, publicKey: Uint8Array): Uint8Array {
  return sha256(join(ascii(`${name}\n`), type, publicKey)).subarray(0, 4);
}

/** Whether a public key (SubjectPublicKeyInfo, P-256) has signed these bytes: ECDSA, SHA-256, r and s. */
export async function holds(publicKey: Bytes, signature: Bytes, signed: Bytes): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('spki', publicKey, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, signed);
  } catch {
    return false;
  }
}

/** The first of these keys that signed the checkpoint as its log's own; null where none did. */
export async function signer(checkpoint: Checkpoint, keys: readonly Bytes[]): Promise<Bytes | null> {
  for (const key of keys) {
    const id = keyId(checkpoint.origin, LOG_TYPE, key);
    for (const one of checkpoint.signatures) {
      if (one.name === checkpoint.origin && same(one.keyId, id) && await holds(key, one.bytes, ascii(checkpoint.body))) {
        return key;
      }
    }
  }

  return null;
}

/** When this witness cosigned the checkpoint, in milliseconds since 1970; null where it did not. */
export async function cosignedAt(checkpoint: Checkpoint, witness: WitnessKey): Promise<number | null> {
  const id = keyId(witness.name, WITNESS_TYPE, witness.publicKey);
  for (const one of checkpoint.signatures) {
    if (one.name === witness.name && same(one.keyId, id) && one.bytes.length > TIME_BYTES) {
      const seconds = new DataView(one.bytes.buffer, one.bytes.byteOffset).getBigUint64(0);
      const signed = ascii(`cosignature/p256/v1\ntime ${seconds}\n${checkpoint.body}`);
      if (await holds(witness.publicKey, one.bytes.slice(TIME_BYTES), signed)) {
        return Number(seconds) * 1000;
      }
    }
  }

  return null;
}
