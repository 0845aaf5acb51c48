import { Damage } from './damage';
import { TILE_SIDE, type Rect, type TileRun } from './wire/rect';
import type { Move } from './wire/sections';

const OPAQUE = 0xff000000;

/** The picture as the worker keeps it: opaque RGBA, rows from the top, and where it has changed since that was last taken. */
export class Framebuffer {
  /** Tiles in a row, and rows of them. */
  readonly columns: number;
  readonly rows: number;

  /**
   * All pixels, one 32-bit word each: its bytes lie in memory as red, green, blue, alpha on every machine that browsers
   * run on.
   */
  readonly words: Uint32Array<ArrayBuffer>;

  readonly damage: Damage;

  // What several copies took out; as large as the largest of them, and a picture at most.
  private held = new Uint32Array(0);

  constructor(readonly width: number, readonly height: number) {
    this.columns = Math.ceil(width / TILE_SIDE);
    this.rows = Math.ceil(height / TILE_SIDE);
    this.words = new Uint32Array(width * height);
    this.damage = new Damage(width, height);
    this.blacken();
  }

  /** Black, and changed everywhere. */
  blacken(): void {
    this.words.fill(OPAQUE);
    this.damage.add({ x: 0, y: 0, width: this.width, height: this.height });
  }

  /** Whether an area has pixels, and all of them are in the picture. */
  holds({ x, y, width, height }: Rect): boolean {
    return width > 0 && height > 0 && x >= 0 && y >= 0 && width <= this.width - x && height <= this.height - y;
  }

  /** Whether these areas are in the picture; together they have no more pixels than it, or a few bytes could cost any work. */
  holdsAll(areas: readonly Rect[]): boolean {
    let pixels = 0;
    for (const area of areas) {
      pixels += area.width * area.height;
      if (!this.holds(area)) {
        return false;
      }
    }

    return pixels <= this.width * this.height;
  }

  /** Whether all of these tiles are in the grid. */
  hasTiles({ first, count }: TileRun): boolean {
    return first >= 0 && count >= 1 && first <= this.columns * this.rows - count;
  }

  /** The pixels of one tile, numbered row by row; smaller at the right and bottom edge. */
  tile(number: number): Rect {
    const x = (number % this.columns) * TILE_SIDE;
    const y = Math.floor(number / this.columns) * TILE_SIDE;
    return { x, y, width: Math.min(TILE_SIDE, this.width - x), height: Math.min(TILE_SIDE, this.height - y) };
  }

  /** The number of the tile that holds this pixel. */
  tileAt(x: number, y: number): number {
    return Math.floor(y / TILE_SIDE) * this.columns + Math.floor(x / TILE_SIDE);
  }

  fill({ x, y, width, height }: Rect, red: number, green: number, blue: number): void {
    const colour = (OPAQUE | (blue << 16) | (green << 8) | red) >>> 0;
    const end = (y + height) * this.width;
    for (let start = y * this.width + x; start < end; start += this.width) {
      this.words.fill(colour, start, start + width);
    }
  }

  /** Paints an area with pixels that lie row by row. */
  put({ x, y, width, height }: Rect, pixels: Uint32Array): void {
    for (let row = 0; row < height; row++) {
      this.words.set(pixels.subarray(row * width, (row + 1) * width), (y + row) * this.width + x);
    }
  }

  /**
   * Copies within the picture: all sources are read before the first area is written. False, and nothing is written,
   * where an area or source is not inside the picture, or they have more pixels than the picture.
   */
  copy(moves: readonly Move[]): boolean {
    if (!this.holdsAll(moves) || !moves.every(move => this.holds({ ...move, x: move.fromX, y: move.fromY }))) {
      return false;
    }

    if (areIndependent(moves)) {
      moves.forEach(move => this.copyWithin(move));
    } else {
      this.copyByHolding(moves);
    }

    return true;
  }

  // Rows in the order in which none is written before it was read; a copy within the row minds overlap by itself.
  private copyWithin({ x, y, width, height, fromX, fromY }: Move): void {
    const down = y > fromY;
    for (let i = 0; i < height; i++) {
      const row = down ? height - 1 - i : i;
      const from = (fromY + row) * this.width + fromX;
      this.words.copyWithin((y + row) * this.width + x, from, from + width);
    }
  }

  // Some cross: all are taken out first.
  private copyByHolding(moves: readonly Move[]): void {
    const pixels = moves.reduce((sum, move) => sum + move.width * move.height, 0);
    if (this.held.length < pixels) {
      this.held = new Uint32Array(pixels);
    }

    let at = 0;
    for (const { fromX, fromY, width, height } of moves) {
      for (let row = 0; row < height; row++, at += width) {
        const from = (fromY + row) * this.width + fromX;
        this.held.set(this.words.subarray(from, from + width), at);
      }
    }

    at = 0;
    for (const move of moves) {
      const size = move.width * move.height;
      this.put(move, this.held.subarray(at, at + size));
      at += size;
    }
  }
}

// With this many the question costs more than it saves.
const MOST_COMPARED = 16;

// Whether no area is written that a later copy still reads: then each may be done by itself.
function areIndependent(moves: readonly Move[]): boolean {
  return moves.length <= MOST_COMPARED
    && moves.every((move, i) => moves.slice(i + 1).every(later => !meet(move, { ...later, x: later.fromX, y: later.fromY })));
}

function meet(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
