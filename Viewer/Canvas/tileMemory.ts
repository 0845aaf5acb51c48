import type { Framebuffer } from './framebuffer';
import { TILE_SIDE, type Rect } from './wire/rect';
import { SLOTS } from './wire/sections';

const TILE_WORDS = TILE_SIDE * TILE_SIDE;

// Slots that get their memory together: 4 MiB at a time, 64 MiB in all.
const CHUNK_SLOTS = 256;

/** A tile as it is kept, row by row. */
export interface HeldTile {
  readonly width: number;
  readonly height: number;
  readonly words: Uint32Array;
}

/**
 * Tiles that were on the picture, so that going back to a window costs a few bytes. Both ends number the slots by the
 * same rule: each remembered tile takes the next one of a ring, and a key frame begins again with none.
 */
export class TileMemory {
  private readonly chunks: Uint32Array[] = [];
  // The size of what each slot holds; a width of 0 where it is nothing.
  private readonly widths = new Uint8Array(SLOTS);
  private readonly heights = new Uint8Array(SLOTS);
  private count = 0;

  /** How many tiles were remembered since it was cleared; the next one takes the slot of this number modulo all slots. */
  get remembered(): number {
    return this.count;
  }

  /** What a slot holds; null where that is nothing. Its pixels are those of the memory: copy what is kept. */
  held(slot: number): HeldTile | null {
    const width = this.widths[slot]!;
    const height = this.heights[slot]!;
    const start = (slot % CHUNK_SLOTS) * TILE_WORDS;
    return width === 0 ? null : { width, height, words: this.chunks[Math.floor(slot / CHUNK_SLOTS)]!.subarray(start, start + width * height) };
  }

  /** Room in a slot for a tile of this size, whose pixels the caller writes. */
  hold(slot: number, width: number, height: number): Uint32Array {
    this.widths[slot] = width;
    this.heights[slot] = height;
    const start = (slot % CHUNK_SLOTS) * TILE_WORDS;
    const chunk = (this.chunks[Math.floor(slot / CHUNK_SLOTS)] ??= new Uint32Array(CHUNK_SLOTS * TILE_WORDS));
    return chunk.subarray(start, start + width * height);
  }

  /** So many were remembered, and are here by another way. */
  goOnAfter(remembered: number): void {
    this.count = remembered;
  }

  /** Forgets everything; its memory waits for the next tiles. */
  clear(): void {
    this.widths.fill(0);
    this.count = 0;
  }

  /** Remembers a tile as it is now, in place of what was in its slot. */
  remember(picture: Framebuffer, { x, y, width, height }: Rect): void {
    const slot = this.count % SLOTS;
    this.count++;
    const held = this.hold(slot, width, height);
    for (let row = 0; row < height; row++) {
      copyRow(picture.words, (y + row) * picture.width + x, held, row * width, width);
    }
  }

  /**
   * Paints a part of a remembered tile, or all of it, at its place within `tile`. False where nothing is remembered
   * there, or a tile of another size.
   */
  recall(slot: number, picture: Framebuffer, tile: Rect, { x, y, width, height }: Rect): boolean {
    const chunk = this.chunks[Math.floor(slot / CHUNK_SLOTS)];
    if (!chunk || this.widths[slot] !== tile.width || this.heights[slot] !== tile.height) {
      return false;
    }

    let from = (slot % CHUNK_SLOTS) * TILE_WORDS + (y - tile.y) * tile.width + x - tile.x;
    for (let row = 0; row < height; row++, from += tile.width) {
      copyRow(chunk, from, picture.words, (y + row) * picture.width + x, width);
    }

    return true;
  }
}

// Rows are too short for the set-up that a copy by the platform costs.
function copyRow(source: Uint32Array, from: number, target: Uint32Array, to: number, count: number): void {
  for (let i = 0; i < count; i++) {
    target[to + i] = source[from + i]!;
  }
}
