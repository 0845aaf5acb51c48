import type { PhotoDecoder } from '../../Viewer/Canvas/photos';
import type { SessionStatus } from '../../Viewer/Canvas/status';
import type { InputEvent } from '../../Viewer/Canvas/wire/commands/input';
import type { Rect } from '../../Viewer/Canvas/wire/rect';
import vectors from '../Vectors/frames.json';
import { Writer } from './writer';

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

/** The body of a frame envelope: a key frame of 64×64 where no base is said, all of one colour where no sections are. */
export function somePart(wish: SomePart = {}): Uint8Array {
  const { frame = 1, base = 0, width = 64, height = 64, part = 0, last = true } = wish;
  const size = base === 0 ? { width, height } : null;
  const sections = wish.sections ?? [someFill()];
  return new Writer().head({ frame, base, capturedAt: 5000, part, last, size }).bytes(...sections).done();
}

export function section(type: number, ...data: ArrayLike<number>[]): Uint8Array {
  return new Writer().section(type, all => all.bytes(...data)).done();
}

/** A coded section. */
export function coded(codec: number, areas: readonly Rect[], data: ArrayLike<number>): Uint8Array {
  return new Writer().section(codec, all => all.areas(areas).bytes(data)).done();
}

export const someArea: Rect = { x: 0, y: 0, width: 64, height: 64 };

export function someFill(area = someArea, colour: readonly number[] = [10, 20, 30]): Uint8Array {
  return coded(1, [area], colour);
}

/** A decoder of the one photo that the vectors hold: all of it is of one grey. */
export const flatPhotos: PhotoDecoder = {
  decode: async (jpeg, { width, height }) =>
    (isSame(jpeg, fromBase64(vectors.photo.jpeg)) ? new Uint32Array(width * height).fill(grey(vectors.photo.grey)) : null),
  reuse: () => undefined,
};

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function grey(shade: number): number {
  return (0xff000000 | (shade << 16) | (shade << 8) | shade) >>> 0;
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
    people: null,
    logUnavailable: false,
    now: '2026-11-21T12:00:00Z',
    ...wish,
  };
}

/** As much of a browser's store as the page uses; empty. */
export function someStore(): Storage {
  const store = new Map<string, string>();
  return {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
    removeItem: (key: string) => void store.delete(key),
  } as unknown as Storage;
}

/** An input event, as tests write it down. */
export function shortly(event: InputEvent): string {
  switch (event.kind) {
    case 'key':
      return `${event.down ? '+' : '-'}${event.usage}`;
    case 'stroke':
      return `+${event.usage}${event.character}`;
    case 'text':
      return `"${event.text}"`;
    default:
      return event.kind;
  }
}
