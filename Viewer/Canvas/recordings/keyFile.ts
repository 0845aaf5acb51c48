import type { Bytes } from '../sealing/bytes';

// A private key as a file that its owner keeps: PKCS #8 under a passphrase, AES-256-GCM with a key of PBKDF2. The same text is
// kept in the browser, downloaded as a backup and loaded elsewhere; nothing of it is worth anything without the passphrase.

export type KeyUse = 'organisation' | 'auditor';

export interface KeyFile {
  readonly remoteAssistKey: 1;
  readonly use: KeyUse;
  /** SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
  readonly iterations: number;
  readonly salt: string;
  readonly iv: string;
  /** PKCS #8, sealed, base64. */
  readonly sealed: string;
}

/** OWASP's floor for PBKDF2 with SHA-256 (Password Storage Cheat Sheet, 2023). */
export const ITERATIONS = 600_000;

const MOST_ITERATIONS = 10_000_000;
const LONGEST = 8192;
const CURVE = 'P-256';

/** The shortest passphrase: nothing slows down who has the file but its length. */
export const SHORTEST_PASSPHRASE = 12;

/** Makes a key and seals it. `iterations` is less in tests alone. */
export async function makeKeyFile(use: KeyUse, passphrase: string, iterations = ITERATIONS): Promise<KeyFile> {
  const pair = await crypto.subtle.generateKey(
    { name: algorithmOf(use), namedCurve: CURVE }, true, use === 'organisation' ? ['sign', 'verify'] : ['deriveBits']) as CryptoKeyPair;
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))];
  const publicKey = base64(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)));
  const clear = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const key = await sealingKey(passphrase, salt, iterations, 'encrypt');
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(use, publicKey) }, key, clear));
  clear.fill(0);
  return { remoteAssistKey: 1, use, publicKey, iterations, salt: base64(salt), iv: base64(iv), sealed: base64(sealed) };
}

/** Reads a file of this use; null where it is none. */
export function readKeyFile(text: string, use: KeyUse): KeyFile | null {
  if (text.length > LONGEST) {
    return null;
  }

  try {
    const read = JSON.parse(text) as Partial<KeyFile> | null;
    const { publicKey, iterations, salt, iv, sealed } = read ?? {};
    return read?.remoteAssistKey === 1 && read.use === use && typeof iterations === 'number' && Number.isInteger(iterations)
      && iterations >= 1 && iterations <= MOST_ITERATIONS && [publicKey, salt, iv, sealed].every(part => typeof part === 'string' && fromBase64(part) !== null)
      ? { remoteAssistKey: 1, use, publicKey: publicKey!, iterations, salt: salt!, iv: iv!, sealed: sealed! }
      : null;
  } catch {
    return null;
  }
}

/** The private key, not to be exported again; null where the passphrase is another or the file was changed. */
export async function openKeyFile(file: KeyFile, passphrase: string): Promise<CryptoKey | null> {
  const key = await sealingKey(passphrase, fromBase64(file.salt)!, file.iterations, 'decrypt');
  try {
    const clear = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: fromBase64(file.iv)!, additionalData: bound(file.use, file.publicKey) }, key, fromBase64(file.sealed)!);
    return await crypto.subtle.importKey(
      'pkcs8', clear, { name: algorithmOf(file.use), namedCurve: CURVE }, false, file.use === 'organisation' ? ['sign'] : ['deriveBits']);
  } catch {
    return null;
  }
}

export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function fromBase64(text: string): Bytes | null {
  try {
    return Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

const algorithmOf = (use: KeyUse): 'ECDSA' | 'ECDH' => use === 'organisation' ? 'ECDSA' : 'ECDH';

// A public key that somebody put in another's place is noticed.
function bound(use: KeyUse, publicKey: string): Bytes {
  return new TextEncoder().encode(`RemoteAssist key file 1\n${use}\n${publicKey}`);
}

async function sealingKey(passphrase: string, salt: Bytes, iterations: number, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(passphrase.normalize('NFC')), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, typed, { name: 'AES-GCM', length: 256 }, false, [usage]);
}
