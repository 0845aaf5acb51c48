import type { FramePart } from '../wire/part';
import { TILE_SIDE, type Rect, type TileRun } from '../wire/rect';
import type { PictureSection } from '../wire/sections';

/**
 * Parts that are executed one after the other and seen only after the last: without the sections whose every pixel is painted
 * over before anybody looks at it. A film of ten seconds is decoded as its last picture so. Parts before a key frame among
 * them stay as they are.
 */
export function withoutUnseen(parts: readonly (FramePart | null)[], width: number, height: number): (FramePart | null)[] {
  const begins = parts.findLastIndex(part => part?.size);
  const size = parts[begins]?.size ?? { width, height };
  const needed = new Needed(size.width, size.height);
  const kept = parts.slice();
  for (let i = parts.length - 1; i >= Math.max(begins, 0); i--) {
    const part = parts[i];
    if (part) {
      kept[i] = withoutUnseenOf(part, needed);
    }
  }

  return kept;
}

function withoutUnseenOf(part: FramePart, needed: Needed): FramePart {
  if (part.truth) {
    needed.readTiles(part.truth);
  }

  // From the last to the first: what is painted needs nothing of what was there before.
  const pictures: PictureSection[] = [];
  for (const section of part.pictures.toReversed()) {
    if (section.kind !== 'coded' || needed.any(section.areas)) {
      pictures.unshift(section);
      needed.pass(section);
    }
  }

  return { ...part, pictures };
}

/** By pixel: whether what is there is looked at later. */
class Needed {
  private readonly pixels: Uint8Array;
  private readonly columns: number;

  constructor(private readonly width: number, private readonly height: number) {
    this.pixels = new Uint8Array(width * height).fill(1);
    this.columns = Math.ceil(width / TILE_SIDE);
  }

  any(areas: readonly Rect[]): boolean {
    return areas.some(area => !this.isInside(area) || this.rows(area).some(row => row.includes(1)));
  }

  pass(section: PictureSection): void {
    switch (section.kind) {
      case 'coded':
        section.areas.forEach(area => this.set(area, 0));
        break;
      case 'copy':
        section.moves.forEach(move => this.set(move, 0));
        section.moves.forEach(({ fromX, fromY, width, height }) => this.set({ x: fromX, y: fromY, width, height }, 1));
        break;
      case 'recall':
        section.runs.forEach(run => this.setTiles(run, 0));
        break;
      case 'recallParts':
        section.parts.forEach(area => this.set(area, 0));
        break;
      case 'remember':
        section.runs.forEach(run => this.readTiles(run));
        break;
    }
  }

  readTiles(run: TileRun): void {
    this.setTiles(run, 1);
  }

  private setTiles({ first, count }: TileRun, value: number): void {
    const last = Math.min(first + count, this.columns * Math.ceil(this.height / TILE_SIDE));
    for (let tile = first; tile < last; tile++) {
      const x = (tile % this.columns) * TILE_SIDE;
      const y = Math.floor(tile / this.columns) * TILE_SIDE;
      this.set({ x, y, width: Math.min(TILE_SIDE, this.width - x), height: Math.min(TILE_SIDE, this.height - y) }, value);
    }
  }

  private set(area: Rect, value: number): void {
    if (this.isInside(area)) {
      this.rows(area).forEach(row => row.fill(value));
    }
  }

  // What lies outside is for the decoder to refuse.
  private isInside({ x, y, width, height }: Rect): boolean {
    return x >= 0 && y >= 0 && x + width <= this.width && y + height <= this.height;
  }

  private rows({ x, y, width, height }: Rect): Uint8Array[] {
    return Array.from({ length: height }, (_, row) => this.pixels.subarray((y + row) * this.width + x, (y + row) * this.width + x + width));
  }
}
