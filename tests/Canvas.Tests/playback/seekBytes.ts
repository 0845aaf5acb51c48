import type { Decoder } from '../../../Viewer/Canvas/decode';
import { TILE_SIDE, type Rect } from '../../../Viewer/Canvas/wire/rect';
import { SLOTS } from '../../../Viewer/Canvas/wire/sections';
import { Writer } from '../writer';

/** A remembered tile, as it goes with a seek point. */
export interface SomeTile {
  readonly slot: number;
  readonly width: number;
  readonly height: number;
  readonly words: Uint32Array;
}

/** A seek point's bytes: what a decoder shows after this frame, behind an envelope. */
export function pictureBytes(behind: number, frame: number, { picture, memory }: Decoder): Uint8Array {
  const { width, height, words } = picture;
  const part = new Writer().head({ frame, base: 0, capturedAt: 1, size: { width, height } });
  const at = new Writer().u32(behind).u32(0).varint(memory.remembered % SLOTS);
  return withPart(at, fills(part, words, width, height, { x: 0, y: 0 }));
}

/** Tiles' bytes; their picture has them one below the other. */
export function tileBytes(tiles: readonly SomeTile[]): Uint8Array {
  const size = { width: TILE_SIDE, height: tiles.length * TILE_SIDE };
  const part = new Writer().head({ frame: 1, base: 0, capturedAt: 1, size });
  const all = new Writer().varint(tiles.length);
  tiles.forEach(({ slot, width, height, words }, i) => {
    all.varint(slot).varint(width).varint(height);
    fills(part, words, width, height, { x: 0, y: i * TILE_SIDE });
  });
  return withPart(all, part);
}

/** All that a decoder remembers. */
export function tilesOf({ memory }: Decoder): SomeTile[] {
  return Array.from({ length: Math.min(memory.remembered, SLOTS) }, (_, slot) => ({ slot, tile: memory.held(slot) }))
    .flatMap(({ slot, tile }) => (tile ? [{ slot, width: tile.width, height: tile.height, words: tile.words.slice() }] : []));
}

function withPart(all: Writer, part: Writer): Uint8Array {
  const bytes = part.done();
  return all.varint(bytes.length).bytes(bytes).done();
}

// Each run of one colour in a row as a fill: large, and right whatever the pixels are.
function fills(part: Writer, words: Uint32Array, width: number, height: number, at: { x: number; y: number }): Writer {
  const areas: Rect[] = [];
  const colours: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width;) {
      const from = x;
      const word = words[y * width + x]!;
      while (x < width && words[y * width + x] === word) {
        x++;
      }

      areas.push({ x: at.x + from, y: at.y + y, width: x - from, height: 1 });
      colours.push(word & 255, (word >>> 8) & 255, (word >>> 16) & 255);
    }
  }

  return part.section(1, data => data.areas(areas).bytes(colours));
}
