import type { Framebuffer } from './framebuffer';
import type { TileRun } from './wire/rect';

const START = 0x811c9dc5;
const FACTOR = 0x9e3779b1;

/**
 * The hash of tiles in their order, within a tile row by row, by which both ends find out whether they show the same. It
 * finds mistakes; it is no defence against somebody who wants two pictures to hash alike.
 */
export function hashOf(picture: Framebuffer, { first, count }: TileRun): number {
  const { words } = picture;
  let hash = START;
  for (let tile = first; tile < first + count; tile++) {
    const { x, y, width, height } = picture.tile(tile);
    for (let row = y; row < y + height; row++) {
      const start = row * picture.width + x;
      for (let i = start; i < start + width; i++) {
        const word = words[i]!;

        // 0x00RRGGBB, as the Agent has it.
        const colour = ((word & 0xff) << 16) | (word & 0xff00) | ((word >>> 16) & 0xff);
        hash = Math.imul(hash ^ colour, FACTOR);
        hash ^= hash >>> 15;
      }
    }
  }

  return hash >>> 0;
}
