import { ascii, join, u32, type Bytes } from '../sealing/bytes';
import { ENC_SIZE, open } from './hpke';

/** Bytes of a content key's secret, sealed for one auditor: `u32 id, 16 auditor, 65 share, 48 sealed`. */
export const WRAPPED_SIZE = 133;

const AUDITOR_AT = 4;
const ENC_AT = 20;
const SEALED_AT = ENC_AT + ENC_SIZE;

export interface WrappedKey {
  readonly contentKeyId: number;
  /** 16 bytes: the first of SHA-256 of the auditor's SubjectPublicKeyInfo. */
  readonly auditorId: Bytes;
  readonly enc: Bytes;
  readonly sealed: Bytes;
}

/** Reads one; null where the length is another. */
export function readWrappedKey(bytes: Uint8Array): WrappedKey | null {
  return bytes.length === WRAPPED_SIZE
    ? {
        contentKeyId: new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true),
        auditorId: copy(bytes, AUDITOR_AT, ENC_AT),
        enc: copy(bytes, ENC_AT, SEALED_AT),
        sealed: copy(bytes, SEALED_AT, WRAPPED_SIZE),
      }
    : null;
}

/** The 32 bytes of the content key; null where it was not sealed for this key and session. `session`: 16 bytes, as it is written. */
export async function openWrappedKey(key: CryptoKey, session: Uint8Array, wrapped: WrappedKey): Promise<Bytes | null> {
  const info = join(ascii('remoteassist/recording/v1'), session, u32(wrapped.contentKeyId));
  return open(key, wrapped.enc, info, new Uint8Array(0), wrapped.sealed);
}

function copy(bytes: Uint8Array, from: number, to: number): Bytes {
  return Uint8Array.from(bytes.subarray(from, to));
}
