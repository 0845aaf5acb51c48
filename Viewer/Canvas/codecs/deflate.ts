import { inflateSync } from 'fflate';
import { TILE_SIDE } from '../wire/part';
import type { TileCodec } from './codec';

const MAX_RAW = TILE_SIDE * TILE_SIDE * 3;

// One byte more than a tile holds, so that one pixel too many is noticed and nothing ever grows.
const raw = new Uint8Array(MAX_RAW + 1);

/** Any tile, without loss: red, green, blue of each pixel, row by row, in one raw deflate stream (RFC 1951). */
export const deflate: TileCodec = {
  id: 2,

  decode(source, target, area) {
    const expected = area.width * area.height * 3;

    // Deflate never needs twice the raw size; the limit also bounds the work that a bomb can cause.
    if (source.length > expected * 2 + 64 || inflated(source, expected + 1) !== expected) {
      return false;
    }

    let at = 0;
    for (let y = area.y; y < area.y + area.height; y++) {
      const start = y * target.width + area.x;
      for (let i = start; i < start + area.width; i++) {
        target.words[i] = 0xff000000 | (raw[at + 2]! << 16) | (raw[at + 1]! << 8) | raw[at]!;
        at += 3;
      }
    }

    return true;
  },
};

// Bytes that came out, at most `room`; -1 where the stream is broken.
function inflated(source: Uint8Array, room: number): number {
  try {
    return inflateSync(source, { out: raw.subarray(0, room) }).length;
  } catch {
    return -1;
  }
}
