import type { PartPlace } from '../arrive';
import type { DecodedFrame, Decoder } from '../decode';
import type { Framebuffer } from '../framebuffer';
import type { LastOpened } from '../sealing/frames';
import { TILE_SIDE } from '../wire/rect';
import { SLOTS } from '../wire/sections';
import type { SeekPoint } from './catalogue';
import { pack, unpack, type Packed } from './packed';

/** Where a snapshot stands: after which envelope, before which record. */
export interface SnapshotPlace extends SeekPoint {
  readonly opened: LastOpened;
  readonly part: PartPlace;
  /** The whole frame that is seen, with the masks and the pointer as they are since whichever frame brought them. */
  readonly shown: DecodedFrame;
}

/** A tile of the memory. */
interface PackedSlot {
  readonly width: number;
  readonly height: number;
  readonly pixels: Packed;
}

/** All that a decoder knows after a whole frame. What did not change since the snapshot before is shared with it. */
export interface Snapshot extends SnapshotPlace {
  readonly tiles: readonly Packed[];
  readonly slots: readonly (PackedSlot | undefined)[];
  readonly remembered: number;
}

// All snapshots together, in bytes: with two decoders, a canvas and what is read of the file it stays far below 300 MB.
const MOST_BYTES = 64 * 1024 * 1024;

// Frames between two at first: their decoding takes less than a seek may.
const FRAMES_BETWEEN = 100;

/** Pictures to seek from where the recording itself has none for long. They live in memory only. */
export class Snapshots {
  /** So many frames lie between two at least; more each time that there were too many. */
  spacing = FRAMES_BETWEEN;

  private all: Snapshot[] = [];
  private total = 0;
  private before: Snapshot | null = null;

  /** `most`: bytes of all of them. */
  constructor(private readonly most = MOST_BYTES) {}

  get count(): number {
    return this.all.length;
  }

  /** Bytes of pixels that they hold. */
  get bytes(): number {
    return this.total;
  }

  /** The last one at or before a moment. */
  find(at: number): Snapshot | null {
    return this.all.findLast(snapshot => snapshot.at <= at) ?? null;
  }

  /** A whole picture begins: nothing is shared with what was before. */
  startOver(): void {
    this.before = null;
  }

  /** Keeps what this decoder knows now; nobody else may take its picture's damage. */
  take(place: SnapshotPlace, { picture, memory }: Decoder): void {
    const { before } = this;
    const snapshot: Snapshot = {
      ...place,
      tiles: this.tilesOf(picture, before),
      slots: this.slotsOf(before, memory.remembered, slot => memory.held(slot)),
      remembered: memory.remembered,
    };
    this.all.push(snapshot);
    this.before = snapshot;
    while (this.total > this.most && this.all.length > 1) {
      this.thin();
    }
  }

  private tilesOf(picture: Framebuffer, before: Snapshot | null): Packed[] {
    const tiles = before ? [...before.tiles] : [];
    const changed = new Set<number>();
    for (const { x, y, width, height } of picture.damage.take()) {
      for (let row = y; row < y + height; row = (Math.floor(row / TILE_SIDE) + 1) * TILE_SIDE) {
        for (let column = x; column < x + width; column = (Math.floor(column / TILE_SIDE) + 1) * TILE_SIDE) {
          changed.add(picture.tileAt(column, row));
        }
      }
    }

    for (let tile = 0; tile < picture.columns * picture.rows; tile++) {
      if (!tiles[tile] || changed.has(tile)) {
        tiles[tile] = this.add(pack(pixelsOf(picture, tile)));
      }
    }

    return tiles;
  }

  private slotsOf(before: Snapshot | null, remembered: number, held: Decoder['memory']['held']): (PackedSlot | undefined)[] {
    const slots = before ? [...before.slots] : [];
    for (let count = Math.max(before?.remembered ?? 0, remembered - SLOTS); count < remembered; count++) {
      const tile = held(count % SLOTS);
      if (tile) {
        slots[count % SLOTS] = { width: tile.width, height: tile.height, pixels: this.add(pack(tile.words)) };
      }
    }

    return slots;
  }

  private add(packed: Packed): Packed {
    this.total += packed.words.byteLength;
    return packed;
  }

  // Every second one goes, and from now on they lie twice as far apart.
  private thin(): void {
    this.spacing *= 2;
    this.all = this.all.filter((_, i) => i % 2 === 0);
    const kept = new Set(this.all.flatMap(({ tiles, slots }) => [...tiles, ...slots.flatMap(slot => slot?.pixels ?? [])]));
    this.total = [...kept].reduce((sum, { words }) => sum + words.byteLength, 0);
  }
}

/** Makes a decoder know what another knew. */
export function restore({ shown, part, tiles, slots, remembered }: Snapshot, decoder: Decoder): void {
  decoder.begin(shown);
  const { picture, memory, arrivals } = decoder;
  const pixels = new Uint32Array(TILE_SIDE * TILE_SIDE);
  tiles.forEach((packed, number) => {
    const tile = picture.tile(number);
    unpack(packed, pixels.subarray(0, tile.width * tile.height));
    picture.put(tile, pixels);
  });
  slots.forEach((slot, number) => slot && unpack(slot.pixels, memory.hold(number, slot.width, slot.height)));
  memory.goOnAfter(remembered);
  arrivals.goOnAfter(part);
}

/** Whether one place of a recording lies behind another. */
export function isBehind(one: SeekPoint, other: SeekPoint): boolean {
  return one.chunk > other.chunk || (one.chunk === other.chunk && one.piece > other.piece);
}

function pixelsOf(picture: Framebuffer, number: number): Uint32Array {
  const { x, y, width, height } = picture.tile(number);
  const pixels = new Uint32Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * picture.width + x;
    pixels.set(picture.words.subarray(from, from + width), row * width);
  }

  return pixels;
}
