import { readU64, view } from '../wire/bytes';

// Relay/Recordings/FORMAT.md says every byte.

/** Bytes before the first chunk, and before each chunk's body. */
export const HEADER_SIZE = 34;
export const CHUNK_HEAD_SIZE = 40;

/** The longest body of a chunk, in bytes. */
export const MAX_BODY = 4_194_304;

/** Bytes of one wrapped content key. */
export const WRAPPED_SIZE = 133;

const MAGIC = [0x52, 0x41, 0x52, 0x45, 0x43, 0, 0, 1];
const RECORD_HEAD_SIZE = 9;
const MAX_TEXT = 256;

const utf8 = new TextDecoder('utf-8', { fatal: true });

export interface RecordingHeader {
  /** 16 bytes. */
  readonly session: Uint8Array;
  readonly protocolVersion: number;
  /** When the file was begun, ms since 1970 by the Relay's clock. */
  readonly begun: number;
}

export interface ChunkHead {
  readonly length: number;
  readonly number: number;
  /** 32 bytes, as the file says. */
  readonly hash: Uint8Array;
}

export const KEYS = 1;
export const FRAME = 2;
export const GAP = 3;
export const MARK = 4;
export const END = 5;
export const SEEK_POINT = 6;

/** A piece of what was recorded. */
export interface RecordedPiece {
  /** One of the numbers above, or one that nobody knows yet. */
  readonly kind: number;
  /** Milliseconds since the file was begun. */
  readonly at: number;
  readonly payload: Uint8Array<ArrayBuffer>;
}

/** Null where the bytes begin no recording of this version. */
export function readHeader(bytes: Uint8Array): RecordingHeader | null {
  if (bytes.length < HEADER_SIZE || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    return null;
  }

  const at = view(bytes);
  return { session: bytes.slice(8, 24), protocolVersion: at.getUint16(24, true), begun: readU64(at, 26) };
}

/** The head as it stands; whether its length and number can be is for the caller to judge. Null where it is cut. */
export function readChunkHead(bytes: Uint8Array): ChunkHead | null {
  if (bytes.length < CHUNK_HEAD_SIZE) {
    return null;
  }

  const at = view(bytes);
  return { length: at.getUint32(0, true), number: at.getUint32(4, true), hash: bytes.slice(8, CHUNK_HEAD_SIZE) };
}

/** The records of a body, each over its bytes; null where they do not fill it exactly. */
export function readPieces(body: Uint8Array<ArrayBuffer>): RecordedPiece[] | null {
  const pieces: RecordedPiece[] = [];
  const from = view(body);
  let at = 0;
  while (body.length - at >= RECORD_HEAD_SIZE) {
    const length = from.getUint32(at + 5, true);
    const start = at + RECORD_HEAD_SIZE;
    if (length > body.length - start) {
      return null;
    }

    pieces.push({ kind: body[at]!, at: from.getUint32(at + 1, true), payload: body.subarray(start, start + length) });
    at = start + length;
  }

  return at === body.length && pieces.length > 0 ? pieces : null;
}

/** The words of a gap, mark or end; empty where they are none. */
export function readWords({ payload }: RecordedPiece): string {
  try {
    return payload.length <= MAX_TEXT ? utf8.decode(payload) : '';
  } catch {
    return '';
  }
}

/** One content key as it was sealed for one auditor. */
export interface WrappedKey {
  readonly contentKey: number;
  /** 16 bytes. */
  readonly auditor: Uint8Array<ArrayBuffer>;
  /** All 133 bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a record of keys holds; none where its length does not hold. */
export function readWrappedKeys({ payload }: RecordedPiece): WrappedKey[] {
  const count = payload.length / WRAPPED_SIZE;
  return Number.isInteger(count) && count <= 32
    ? Array.from({ length: count }, (_, i) => {
      const bytes = payload.slice(i * WRAPPED_SIZE, (i + 1) * WRAPPED_SIZE);
      return { contentKey: view(bytes).getUint32(0, true), auditor: bytes.slice(4, 20), bytes };
    })
    : [];
}
