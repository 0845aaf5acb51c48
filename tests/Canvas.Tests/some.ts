import { deflateSync } from 'fflate';
import type { SessionStatus } from '../../Viewer/Canvas/status';
import vectors from '../Vectors/frames.json';

// Arbitrary values, and the vectors that C# shares with these tests.
export { vectors };

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), c => c.charCodeAt(0));
}

/** The envelopes of one frame of the vectors. */
export function envelopesOf(step: number): Uint8Array<ArrayBuffer>[] {
  return vectors.frames[step]!.envelopes.map(fromBase64);
}

export async function sha256(words: Uint32Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', words));
  return [...hash].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

export interface SomePart {
  frame?: number;
  base?: number;
  part?: number;
  last?: boolean;
  width?: number;
  height?: number;
  sections?: readonly Uint8Array[];
}

/** The body of a frame envelope for one tile of a 64×64 monitor, where nothing else is said. */
export function somePart(wish: SomePart = {}): Uint8Array {
  const sections = wish.sections ?? [tiles([{ codec: 1, data: [10, 20, 30] }])];
  const bytes = new Uint8Array(28 + sections.reduce((sum, section) => sum + section.length, 0));
  const at = new DataView(bytes.buffer);
  at.setUint8(0, 1);
  at.setUint8(1, wish.last === false ? 0 : 1);
  at.setUint16(2, wish.part ?? 0, true);
  at.setUint32(4, wish.frame ?? 1, true);
  at.setUint32(8, wish.base ?? 0, true);
  at.setUint32(12, 5000, true);
  at.setUint16(20, wish.width ?? 64, true);
  at.setUint16(22, wish.height ?? 64, true);
  let next = 28;
  for (const part of sections) {
    bytes.set(part, next);
    next += part.length;
  }

  return bytes;
}

export function section(type: number, data: Uint8Array, length = data.length): Uint8Array {
  const bytes = new Uint8Array(5 + data.length);
  bytes[0] = type;
  new DataView(bytes.buffer).setUint32(1, length, true);
  bytes.set(data, 5);
  return bytes;
}

export function tiles(list: readonly { column?: number; row?: number; codec: number; data: ArrayLike<number> }[], count = list.length): Uint8Array {
  const data = [count & 255, count >> 8];
  for (const tile of list) {
    data.push((tile.column ?? 0) & 255, (tile.column ?? 0) >> 8, (tile.row ?? 0) & 255, (tile.row ?? 0) >> 8, tile.codec);
    const length = tile.data.length;
    data.push(length & 255, (length >> 8) & 255, (length >> 16) & 255, length >>> 24);
    for (let i = 0; i < length; i++) {
      data.push(tile.data[i]!);
    }
  }

  return section(1, Uint8Array.from(data));
}

/** A raw deflate stream of this many zeros. */
export function packedZeros(count: number): Uint8Array {
  return deflateSync(new Uint8Array(count), { level: 9 });
}

/** A session that has just been asked for. */
export function someStatus(wish: Partial<SessionStatus> = {}): SessionStatus {
  return {
    session: '0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7',
    state: 'requested',
    endReason: null,
    nameplate: null,
    codeHolder: null,
    codeEnd: null,
    codeExpires: null,
    triesLeft: 5,
    customerConnected: false,
    comeBackUntil: null,
    viewers: 1,
    since: null,
    until: null,
    now: '2026-11-21T12:00:00Z',
    ...wish,
  };
}
