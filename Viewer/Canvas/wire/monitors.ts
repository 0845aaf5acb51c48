import type { Bytes } from '../sealing/bytes';
import { readRect, view, writeRect } from './bytes';
import { MAX_SIDE, type Rect } from './rect';

// So many monitors at most.
const MOST_MONITORS = 16;

// u8 146, u8 how many; each 4 × u16 x, y, width, height, u8 1 the main one, u16 scale in percent
const HEAD = 2;
const EACH = 11;

/** One of the customer's monitors. */
export interface Monitor {
  /** Where it lies on the picture. */
  readonly place: Rect;
  readonly isPrimary: boolean;
  /** How much larger than usual the desktop draws there, 100 for 1×; 0 where that is not known. */
  readonly scalePercent: number;
}

/** The customer's monitors, from left to right, as far as they are shared. */
export interface Monitors {
  readonly kind: 'monitors';
  readonly all: readonly Monitor[];
}

export function writeMonitors({ all }: Monitors): Bytes {
  const bytes = new Uint8Array(HEAD + EACH * all.length);
  const at = view(bytes);
  bytes[0] = 146;
  bytes[1] = all.length;
  all.forEach(({ place, isPrimary, scalePercent }, i) => {
    const start = HEAD + EACH * i;
    writeRect(at, start, place);
    bytes[start + 8] = isPrimary ? 1 : 0;
    at.setUint16(start + 9, scalePercent, true);
  });
  return bytes;
}

/** Null where the length does not fit, or a place lies outside of any picture. */
export function readMonitors(bytes: Uint8Array): Monitors | null {
  const at = view(bytes);
  const count = bytes[1] ?? MOST_MONITORS + 1;
  if (count > MOST_MONITORS || bytes.length !== HEAD + EACH * count) {
    return null;
  }

  const all: Monitor[] = [];
  for (let start = HEAD; start < bytes.length; start += EACH) {
    const place = readRect(at, start);
    const main = bytes[start + 8]!;
    if (place.width === 0 || place.height === 0 || place.x + place.width > MAX_SIDE || place.y + place.height > MAX_SIDE || main > 1) {
      return null;
    }

    all.push({ place, isPrimary: main === 1, scalePercent: at.getUint16(start + 9, true) });
  }

  return { kind: 'monitors', all };
}
