import { TILE_SIDE, type Rect } from './wire/rect';

// What changed inside one tile, as its four sides; a byte each would not hold 256.
const SIDES = 4;

/**
 * Where a picture has changed: for each tile the smallest rectangle around it. Taken out, neighbours that fit together
 * are one rectangle, so that a whole picture, a window or a line of text are one each.
 */
export class Damage {
  private readonly columns: number;
  private readonly rows: number;
  // Left, top, right and bottom of what changed in each tile, from the picture's corner; right is 0 where nothing did.
  private readonly boxes: Uint16Array;
  private some = false;

  constructor(width: number, height: number) {
    this.columns = Math.ceil(width / TILE_SIDE);
    this.rows = Math.ceil(height / TILE_SIDE);
    this.boxes = new Uint16Array(this.columns * this.rows * SIDES);
  }

  /** An area of the picture has changed. */
  add({ x, y, width, height }: Rect): void {
    this.some = true;
    const right = x + width;
    const bottom = y + height;
    for (let row = Math.floor(y / TILE_SIDE); row * TILE_SIDE < bottom; row++) {
      for (let column = Math.floor(x / TILE_SIDE); column * TILE_SIDE < right; column++) {
        this.widen(
          this.boxAt(column, row),
          Math.max(x, column * TILE_SIDE),
          Math.max(y, row * TILE_SIDE),
          Math.min(right, (column + 1) * TILE_SIDE),
          Math.min(bottom, (row + 1) * TILE_SIDE),
        );
      }
    }
  }

  /** All of it, as few rectangles that do not overlap; it is forgotten here. */
  take(): Rect[] {
    const areas: Rect[] = [];
    for (let row = 0; row < this.rows && this.some; row++) {
      for (let column = 0; column < this.columns; column++) {
        if (this.boxes[this.boxAt(column, row) + 2] !== 0) {
          areas.push(this.takeRectangle(column, row));
        }
      }
    }

    this.some = false;
    return areas;
  }

  private widen(box: number, left: number, top: number, right: number, bottom: number): void {
    const { boxes } = this;
    if (boxes[box + 2] !== 0) {
      left = Math.min(left, boxes[box]!);
      top = Math.min(top, boxes[box + 1]!);
      right = Math.max(right, boxes[box + 2]!);
      bottom = Math.max(bottom, boxes[box + 3]!);
    }

    boxes[box] = left;
    boxes[box + 1] = top;
    boxes[box + 2] = right;
    boxes[box + 3] = bottom;
  }

  // As far to the right as boxes go on at the same height, then as far down as whole rows of them go on below.
  private takeRectangle(column: number, row: number): Rect {
    const { boxes } = this;
    const first = this.boxAt(column, row);
    const x = boxes[first]!;
    const y = boxes[first + 1]!;
    let right = boxes[first + 2]!;
    let bottom = boxes[first + 3]!;
    let end = column + 1;
    for (; end < this.columns && this.isBox(end, row, right, y, -1, bottom); end++) {
      right = boxes[this.boxAt(end, row) + 2]!;
    }

    let below = row + 1;
    for (; below < this.rows && this.goesOn(below, column, end, x, right, bottom); below++) {
      bottom = boxes[this.boxAt(column, below) + 3]!;
    }

    for (let line = row; line < below; line++) {
      boxes.fill(0, this.boxAt(column, line), this.boxAt(end, line));
    }

    return { x, y, width: right - x, height: bottom - y };
  }

  // Whether the boxes of this row lie right below, side by side from `x` to `right`.
  private goesOn(row: number, column: number, end: number, x: number, right: number, top: number): boolean {
    const bottom = this.boxes[this.boxAt(column, row) + 3]!;
    let left = x;
    for (let i = column; i < end; i++) {
      if (!this.isBox(i, row, left, top, -1, bottom)) {
        return false;
      }

      left = this.boxes[this.boxAt(i, row) + 2]!;
    }

    return left === right;
  }

  // Whether the tile's box has these sides; a right side of -1 may be any.
  private isBox(column: number, row: number, left: number, top: number, right: number, bottom: number): boolean {
    const box = this.boxAt(column, row);
    const { boxes } = this;
    return boxes[box + 2] !== 0 && boxes[box] === left && boxes[box + 1] === top
      && (right < 0 || boxes[box + 2] === right) && boxes[box + 3] === bottom;
  }

  private boxAt(column: number, row: number): number {
    return (row * this.columns + column) * SIDES;
  }
}
