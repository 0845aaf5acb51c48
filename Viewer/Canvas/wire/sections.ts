import { Reader } from './reader';
import { MAX_PIXELS, type Rect, type TileRun } from './rect';

/** Slots of the ring of remembered tiles. */
export const SLOTS = 4096;

const COPY = 16;
const RECALL = 17;
const REMEMBER = 18;
const RECALL_PARTS = 19;
const MASKS = 32;
const POINTER = 33;
const SHAPE = 34;
const TRUTH = 35;
const LAST_CODED = 15; // 1 to 15 are codecs

const LEAST_AREA = 4; // four numbers of a byte
const MAX_SHAPE_SIDE = 256;
const MAX_HOT_SPOT = 0xffff;

/** One thing done to the picture. A frame's sections are executed in their order. */
export type PictureSection =
  /** Pixels as a codec wrote them for all of the areas. */
  | { readonly kind: 'coded'; readonly codec: number; readonly areas: readonly Rect[]; readonly data: Uint8Array }
  /** Pixels that are on the picture already. All sources are read before the first area is written. */
  | { readonly kind: 'copy'; readonly moves: readonly Move[] }
  /** Whole tiles that were remembered. */
  | { readonly kind: 'recall'; readonly runs: readonly RecalledRun[] }
  /** Tiles to be remembered as they are now, in the next slots. */
  | { readonly kind: 'remember'; readonly runs: readonly TileRun[] }
  /** Parts of tiles that were remembered: the same places within the tile. */
  | { readonly kind: 'recallParts'; readonly parts: readonly RecalledPart[] };

/** A copy within the picture: where to, and the corner that it comes from. */
export interface Move extends Rect {
  readonly fromX: number;
  readonly fromY: number;
}

/** Tiles that follow each other, from slots that follow each other. */
export interface RecalledRun extends TileRun {
  readonly slot: number;
}

/** An area inside one tile, and the slot that holds its pixels at the same places. */
export interface RecalledPart extends Rect {
  readonly slot: number;
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

/** The hash that these tiles have once the frame is applied. */
export interface Truth extends TileRun {
  readonly hash: number;
}

/** What a part carries; what it does not carry is null. */
export interface Sections {
  readonly pictures: PictureSection[];
  masks: readonly Rect[] | null;
  pointer: PointerPlace | null;
  shape: PointerShape | null;
  truth: Truth | null;
}

/** Reads one section into `found`; false where its type is unknown or its bytes do not hold. */
export function readSection(type: number, bytes: Uint8Array, found: Sections): boolean {
  switch (type) {
    case MASKS:
      return (found.masks = readMasks(bytes)) !== null;
    case POINTER:
      return (found.pointer = readPointer(bytes)) !== null;
    case SHAPE:
      return (found.shape = readShape(bytes)) !== null;
    case TRUTH:
      return (found.truth = readTruth(bytes)) !== null;
    default: {
      const section = readPicture(type, bytes);
      if (section) {
        found.pictures.push(section);
      }

      return section !== null;
    }
  }
}

function readPicture(type: number, bytes: Uint8Array): PictureSection | null {
  switch (type) {
    case COPY:
      return readCopy(bytes);
    case RECALL:
      return readRecall(bytes);
    case REMEMBER:
      return readRemember(bytes);
    case RECALL_PARTS:
      return readRecallParts(bytes);
    default:
      return type >= 1 && type <= LAST_CODED ? readCoded(type, bytes) : null;
  }
}

// varint count; areas; the codec's bytes.
function readCoded(codec: number, bytes: Uint8Array): PictureSection | null {
  const reader = new Reader(bytes);
  const areas = many(reader, LEAST_AREA, () => reader.area());
  return reader.broken || areas.length === 0 ? null : { kind: 'coded', codec, areas, data: reader.rest() };
}

// varint count; each: area, zigzag source x − x, zigzag source y − y. Whether it is inside the picture is found where that is known.
function readCopy(bytes: Uint8Array): PictureSection | null {
  const reader = new Reader(bytes);
  const moves = many(reader, LEAST_AREA + 2, () => {
    const to = reader.area();
    return { ...to, fromX: to.x + reader.zigzag(), fromY: to.y + reader.zigzag() };
  });
  return reader.isDone ? { kind: 'copy', moves } : null;
}

// varint count; each: zigzag tile − end of the run before, zigzag slot likewise, varint length.
function readRecall(bytes: Uint8Array): PictureSection | null {
  const reader = new Reader(bytes);
  let tile = 0;
  let slot = 0;
  const runs = many(reader, 3, () => {
    const first = tile + reader.zigzag();
    const from = slot + reader.zigzag();
    const count = reader.varint(SLOTS);
    reader.broken ||= first < 0 || first > MAX_PIXELS || from < 0 || from > SLOTS || count === 0;
    tile = first + count;
    slot = from + count;
    return { first, slot: from, count };
  });
  return reader.isDone ? { kind: 'recall', runs } : null;
}

// varint count; each: varint tiles skipped, varint length.
function readRemember(bytes: Uint8Array): PictureSection | null {
  const reader = new Reader(bytes);
  let tile = 0;
  const runs = many(reader, 2, () => {
    const first = tile + reader.varint(MAX_PIXELS - tile);
    const count = reader.varint(MAX_PIXELS - first);
    reader.broken ||= count === 0;
    tile = first + count;
    return { first, count };
  });
  return reader.isDone ? { kind: 'remember', runs } : null;
}

// varint count; each: zigzag slot − slot before, area.
function readRecallParts(bytes: Uint8Array): PictureSection | null {
  const reader = new Reader(bytes);
  let slot = 0;
  const parts = many(reader, 1 + LEAST_AREA, () => {
    slot += reader.zigzag();
    reader.broken ||= slot < 0 || slot >= SLOTS;
    return { slot, ...reader.area() };
  });
  return reader.isDone ? { kind: 'recallParts', parts } : null;
}

function readMasks(bytes: Uint8Array): Rect[] | null {
  const reader = new Reader(bytes);
  const masks = many(reader, LEAST_AREA, () => reader.area());
  return reader.isDone ? masks : null;
}

// zigzag x, zigzag y, u8 1 if it is seen.
function readPointer(bytes: Uint8Array): PointerPlace | null {
  const reader = new Reader(bytes);
  const x = reader.zigzag();
  const y = reader.zigzag();
  const visible = reader.byte();
  return reader.isDone && isShort(x) && isShort(y) && visible <= 1 ? { x, y, visible: visible === 1 } : null;
}

// varint width, height, hot x, hot y; 4 × width × height bytes.
function readShape(bytes: Uint8Array): PointerShape | null {
  const reader = new Reader(bytes);
  const width = reader.varint(MAX_SHAPE_SIDE);
  const height = reader.varint(MAX_SHAPE_SIDE);
  const hotX = reader.varint(MAX_HOT_SPOT);
  const hotY = reader.varint(MAX_HOT_SPOT);
  return !reader.broken && width >= 1 && height >= 1 && reader.left === width * height * 4
    ? { width, height, hotX, hotY, rgba: reader.rest().slice() }
    : null;
}

// varint first tile, varint number, u32 hash.
function readTruth(bytes: Uint8Array): Truth | null {
  const reader = new Reader(bytes);
  const first = reader.varint(MAX_PIXELS);
  const count = reader.varint(MAX_PIXELS);
  const hash = reader.u32();
  return reader.isDone && count >= 1 ? { first, count, hash } : null;
}

// `varint count` and as many things of at least so many bytes each; fewer once the bytes are broken.
function many<T>(reader: Reader, least: number, read: () => T): T[] {
  const list: T[] = [];
  for (let count = reader.count(least); list.length < count && !reader.broken;) {
    list.push(read());
  }

  return list;
}

function isShort(value: number): boolean {
  return value === (value << 16) >> 16;
}
