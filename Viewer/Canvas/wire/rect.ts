/** Pixels along a tile's side. */
export const TILE_SIDE = 64;

/** The widest or highest picture, in pixels. */
export const MAX_SIDE = 16_384;

/** The most pixels of a picture: an 8K monitor. */
export const MAX_PIXELS = 7680 * 4320;

/** A rectangle in pixels of the monitor, from its top left corner. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Tiles that follow each other, row by row of the grid; at least one. */
export interface TileRun {
  readonly first: number;
  readonly count: number;
}

/** Whether a picture of this size may be allocated. */
export function isMonitor(width: number, height: number): boolean {
  return width >= 1 && width <= MAX_SIDE && height >= 1 && height <= MAX_SIDE && width * height <= MAX_PIXELS;
}
