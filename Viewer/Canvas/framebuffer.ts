import { TILE_SIDE, type Rect } from './wire/part';

/** A piece of picture on its way to the canvas. */
export interface Patch extends Rect {
  /** Red, green, blue, alpha of each pixel, row by row. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** The picture as the worker keeps it: opaque RGBA, rows from the top, and which tiles have changed since last taken. */
export class Framebuffer {
  readonly columns: number;
  readonly rows: number;

  /** All pixels, one 32-bit word each. */
  readonly words: Uint32Array<ArrayBuffer>;

  private readonly damaged: Uint8Array;
  private damagedCount = 0;

  constructor(readonly width: number, readonly height: number) {
    this.columns = Math.ceil(width / TILE_SIDE);
    this.rows = Math.ceil(height / TILE_SIDE);
    this.words = new Uint32Array(width * height).fill(0xff000000);
    this.damaged = new Uint8Array(this.columns * this.rows);
  }

  /** Whether every tile has changed since the damage was last taken. */
  get whollyDamaged(): boolean {
    return this.damagedCount === this.damaged.length;
  }

  /** The pixels of one tile; smaller at the right and bottom edge. */
  area(column: number, row: number): Rect {
    const x = column * TILE_SIDE;
    const y = row * TILE_SIDE;
    return { x, y, width: Math.min(TILE_SIDE, this.width - x), height: Math.min(TILE_SIDE, this.height - y) };
  }

  damage(column: number, row: number): void {
    const tile = row * this.columns + column;
    this.damagedCount += 1 - this.damaged[tile]!;
    this.damaged[tile] = 1;
  }

  forgetDamage(): void {
    this.damaged.fill(0);
    this.damagedCount = 0;
  }

  /** Copies out what has changed, as few rectangles, and forgets the damage. */
  takeDamage(): Patch[] {
    const patches: Patch[] = [];
    for (let row = 0; row < this.rows && this.damagedCount > 0; row++) {
      for (let column = 0; column < this.columns; column++) {
        if (this.damaged[row * this.columns + column]) {
          patches.push(this.cut(this.takeRectangle(column, row)));
        }
      }
    }

    return patches;
  }

  // The widest run to the right of this tile, then as far down as whole runs below it are damaged too.
  private takeRectangle(column: number, row: number): Rect {
    let right = column + 1;
    while (right < this.columns && this.damaged[row * this.columns + right]) {
      right++;
    }

    let bottom = row + 1;
    while (bottom < this.rows && this.runIsDamaged(bottom, column, right)) {
      bottom++;
    }

    for (let y = row; y < bottom; y++) {
      this.damaged.fill(0, y * this.columns + column, y * this.columns + right);
    }

    this.damagedCount -= (right - column) * (bottom - row);
    const x = column * TILE_SIDE;
    const y = row * TILE_SIDE;
    return {
      x,
      y,
      width: Math.min(right * TILE_SIDE, this.width) - x,
      height: Math.min(bottom * TILE_SIDE, this.height) - y,
    };
  }

  private runIsDamaged(row: number, column: number, right: number): boolean {
    for (let i = column; i < right; i++) {
      if (!this.damaged[row * this.columns + i]) {
        return false;
      }
    }

    return true;
  }

  private cut(area: Rect): Patch {
    const copy = new Uint32Array(area.width * area.height);
    for (let y = 0; y < area.height; y++) {
      const start = (area.y + y) * this.width + area.x;
      copy.set(this.words.subarray(start, start + area.width), y * area.width);
    }

    return { ...area, pixels: new Uint8ClampedArray(copy.buffer) };
  }
}
