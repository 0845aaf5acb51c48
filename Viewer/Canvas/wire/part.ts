import { readU64, view } from './bytes';

/** Pixels along a tile's side. */
export const TILE_SIDE = 64;

/** The largest part that is read, in bytes. */
export const MAX_PART_BYTES = 1024 * 1024;

const PART_HEAD = 28;
const TILE_HEAD = 9;
const MAX_SIDE = 16_384;
const MAX_PIXELS = 7680 * 4320;
const MAX_SHAPE_SIDE = 256;

/** A rectangle in pixels of the monitor, from its top left corner. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Tile {
  readonly column: number;
  readonly row: number;
  readonly codec: number;
  readonly data: Uint8Array;
}

/** Where the pointer's hot spot is; may lie outside the monitor. */
export interface PointerPlace {
  readonly x: number;
  readonly y: number;
  readonly visible: boolean;
}

export interface PointerShape {
  readonly width: number;
  readonly height: number;
  readonly hotX: number;
  readonly hotY: number;
  /** Red, green, blue, alpha, not premultiplied: 4 × width × height. */
  readonly rgba: Uint8Array;
}

/** One part of a frame as it was read; what it does not carry is null. */
export interface FramePart {
  readonly part: number;
  readonly last: boolean;
  readonly frame: number;
  /** The frame that it changes; 0 for a key frame. */
  readonly base: number;
  /** µs of the Agent's clock. */
  readonly capturedAt: number;
  readonly width: number;
  readonly height: number;
  readonly tiles: readonly Tile[];
  readonly masks: readonly Rect[] | null;
  readonly pointer: PointerPlace | null;
  readonly shape: PointerShape | null;
}

interface Sections {
  tiles: readonly Tile[];
  masks: readonly Rect[] | null;
  pointer: PointerPlace | null;
  shape: PointerShape | null;
}

/**
 * Reads the body of a frame envelope. Null where a length, count or size does not hold; nothing is allocated from an
 * unchecked number, and nothing is copied but the pointer's shape.
 */
export function readPart(bytes: Uint8Array): FramePart | null {
  if (bytes.length < PART_HEAD || bytes.length > MAX_PART_BYTES) {
    return null;
  }

  const at = view(bytes);
  const last = at.getUint8(1);
  const width = at.getUint16(20, true);
  const height = at.getUint16(22, true);
  if (at.getUint8(0) !== 1 || last > 1 || !isMonitor(width, height)) {
    return null;
  }

  const sections = readSections(bytes, at, width, height);
  return sections && {
    part: at.getUint16(2, true),
    last: last === 1,
    frame: at.getUint32(4, true),
    base: at.getUint32(8, true),
    capturedAt: readU64(at, 12),
    width,
    height,
    ...sections,
  };
}

function isMonitor(width: number, height: number): boolean {
  return width >= 1 && width <= MAX_SIDE && height >= 1 && height <= MAX_SIDE && width * height <= MAX_PIXELS;
}

// Each: u8 type, u32 length, bytes.
function readSections(bytes: Uint8Array, at: DataView, width: number, height: number): Sections | null {
  const found: Sections = { tiles: [], masks: null, pointer: null, shape: null };
  for (let next = PART_HEAD; next < bytes.length;) {
    if (bytes.length - next < 5) {
      return null;
    }

    const length = at.getUint32(next + 1, true);
    const start = next + 5;
    if (length > bytes.length - start || !readSection(at.getUint8(next), bytes.subarray(start, start + length), width, height, found)) {
      return null;
    }

    next = start + length;
  }

  return found;
}

function readSection(type: number, section: Uint8Array, width: number, height: number, found: Sections): boolean {
  switch (type) {
    case 1: {
      const tiles = readTiles(section, Math.ceil(width / TILE_SIDE), Math.ceil(height / TILE_SIDE));
      found.tiles = tiles ?? [];
      return tiles !== null;
    }

    case 2:
      found.masks = readMasks(section);
      return found.masks !== null;
    case 3:
      found.pointer = readPointer(section);
      return found.pointer !== null;
    case 4:
      found.shape = readShape(section);
      return found.shape !== null;
    default:
      return false;
  }
}

// u16 count; each: u16 column, u16 row, u8 codec, u32 length, data.
function readTiles(section: Uint8Array, columns: number, rows: number): Tile[] | null {
  if (section.length < 2) {
    return null;
  }

  const at = view(section);
  const count = at.getUint16(0, true);
  if (count > columns * rows || count * TILE_HEAD > section.length - 2) {
    return null;
  }

  const tiles: Tile[] = [];
  let next = 2;
  for (let i = 0; i < count; i++) {
    if (section.length - next < TILE_HEAD) {
      return null;
    }

    const column = at.getUint16(next, true);
    const row = at.getUint16(next + 2, true);
    const length = at.getUint32(next + 5, true);
    const start = next + TILE_HEAD;
    if (column >= columns || row >= rows || length > section.length - start) {
      return null;
    }

    tiles.push({ column, row, codec: at.getUint8(next + 4), data: section.subarray(start, start + length) });
    next = start + length;
  }

  return next === section.length ? tiles : null;
}

// u8 count; each: u16 x, u16 y, u16 width, u16 height.
function readMasks(section: Uint8Array): Rect[] | null {
  const count = section[0];
  if (count === undefined || section.length !== 1 + count * 8) {
    return null;
  }

  const at = view(section);
  return Array.from({ length: count }, (_, i) => ({
    x: at.getUint16(1 + i * 8, true),
    y: at.getUint16(3 + i * 8, true),
    width: at.getUint16(5 + i * 8, true),
    height: at.getUint16(7 + i * 8, true),
  }));
}

// i16 x, i16 y, u8 1 if it is seen.
function readPointer(section: Uint8Array): PointerPlace | null {
  const at = view(section);
  return section.length === 5 && at.getUint8(4) <= 1
    ? { x: at.getInt16(0, true), y: at.getInt16(2, true), visible: at.getUint8(4) === 1 }
    : null;
}

// u16 width, height, hot x, hot y, then 4 × width × height bytes.
function readShape(section: Uint8Array): PointerShape | null {
  if (section.length < 8) {
    return null;
  }

  const at = view(section);
  const width = at.getUint16(0, true);
  const height = at.getUint16(2, true);
  return width >= 1 && width <= MAX_SHAPE_SIDE && height >= 1 && height <= MAX_SHAPE_SIDE
    && section.length === 8 + width * height * 4
    ? { width, height, hotX: at.getUint16(4, true), hotY: at.getUint16(6, true), rgba: section.slice(8) }
    : null;
}
