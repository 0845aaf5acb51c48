import { hashOf } from '../../Viewer/Canvas/truth';
import { Framebuffer } from '../../Viewer/Canvas/framebuffer';
import type { Rect } from '../../Viewer/Canvas/wire/rect';
import { Writer } from './writer';

const MIN_SIDE = 4;
const MAX_SIDE = 100;
const OTHER_SEED = 0x5bd1e995;

/** Numbers that look arbitrary and are the same for the same seed, here and in C#. */
export class Draw {
  private state: number;

  constructor(seed: number) {
    this.state = (Math.imul(seed, 2_654_435_761) + 1) >>> 0;
  }

  next(below: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(((this.state >>> 8) * below) / 2 ** 24);
  }

  /** An area somewhere in a picture of this size. */
  area(width: number, height: number): Rect {
    const x = this.next(width);
    const y = this.next(height);
    return { x, y, width: 1 + this.next(width - x), height: 1 + this.next(height - y) };
  }
}

export interface Sent {
  readonly startsKeyFrame: boolean;
  readonly body: Uint8Array;
  readonly last: boolean;
}

/**
 * An arbitrary conversation of a few frames: bodies as they travel. What they must look like is kept in the plainest way
 * there is, and goes with each frame as the hash of all tiles. The twin of tests/Shared.Tests/Frames/Edits.cs.
 */
export function someEdits(seed: number, least = 2): Sent[] {
  const edits = new Edits(seed);
  const parts: Sent[] = [];
  const frames = least + edits.draw.next(4);
  for (let number = 1; number <= frames; number++) {
    parts.push(...edits.frame(number));
  }

  return parts;
}

/** The same conversation with a part cut off or changed on its way; the twin of BentEdits.cs. */
export function someBentEdits(seed: number): Sent[] {
  const sent = someEdits(seed);
  const draw = new Draw((seed ^ OTHER_SEED) >>> 0);
  const bent = draw.next(sent.length);
  return sent.map((part, i) => (i === bent ? { ...part, body: bend(part.body, draw) } : part));
}

function bend(body: Uint8Array, draw: Draw): Uint8Array {
  if (draw.next(4) === 0) {
    return body.slice(0, draw.next(body.length));
  }

  const bent = body.slice();
  for (let changes = 1 + draw.next(4); changes > 0; changes--) {
    const at = draw.next(bent.length);
    bent[at] = draw.next(256);
  }

  return bent;
}

/** As C# folds bytes to compare many of them by one number. */
export function fold(folded: number, bytes: ArrayLike<number>): number {
  for (let i = 0; i < bytes.length; i++) {
    folded = (Math.imul(folded ^ bytes[i]!, 16_777_619) ^ (folded >>> 15)) >>> 0;
  }

  return folded;
}

class Edits {
  readonly draw: Draw;

  private readonly picture: Framebuffer;
  private readonly remembered: { readonly width: number; readonly height: number; readonly words: Uint32Array }[] = [];

  constructor(seed: number) {
    this.draw = new Draw(seed);
    const width = MIN_SIDE + this.draw.next(MAX_SIDE);
    this.picture = new Framebuffer(width, MIN_SIDE + this.draw.next(MAX_SIDE));
  }

  // A key frame is one part; a delta is one or two.
  frame(number: number): Sent[] {
    const { draw, picture } = this;
    const count = 1 + draw.next(4);
    const cut = number > 1 && draw.next(3) === 0 ? 1 : 0;
    const sections = Array.from({ length: count }, () => this.section());
    const head = { frame: number, base: number - 1, capturedAt: number * 1000, size: number === 1 ? picture : null };
    const tiles = { first: 0, count: picture.columns * picture.rows };
    const truth = new Writer().section(35, data => data.varint(0).varint(tiles.count).u32(hashOf(picture, tiles)));
    const parts: Sent[] = [];
    if (cut > 0) {
      const body = new Writer().head({ ...head, last: false }).bytes(...sections.slice(0, cut)).done();
      parts.push({ startsKeyFrame: false, body, last: false });
    }

    const body = new Writer().head({ ...head, part: cut }).bytes(...sections.slice(cut), truth.done()).done();
    parts.push({ startsKeyFrame: number === 1, body, last: true });
    return parts;
  }

  private section(): Uint8Array {
    switch (this.draw.next(5)) {
      case 0:
        return this.fill();
      case 1:
        return this.copy();
      case 2:
        return this.remember();
      case 3:
        return this.recall();
      default:
        return this.recallParts();
    }
  }

  private fill(): Uint8Array {
    const { draw, picture } = this;
    const areas: Rect[] = [];
    const colours: number[] = [];
    for (let count = 1 + draw.next(4); count > 0; count--) {
      const area = draw.area(Math.floor((picture.width + 1) / 2), Math.floor((picture.height + 1) / 2));
      const colour = [draw.next(256), draw.next(256), draw.next(256)] as const;
      areas.push(this.isSmall(area) ? area : { ...area, width: 1, height: 1 });
      colours.push(...colour);
      each(areas.at(-1)!, (x, y) => this.set(x, y, (0xff000000 | (colour[2] << 16) | (colour[1] << 8) | colour[0]) >>> 0));
    }

    return new Writer().section(1, data => data.areas(areas).bytes(colours)).done();
  }

  private isSmall({ width, height }: Rect): boolean {
    return width * height * 4 <= this.picture.width * this.picture.height;
  }

  private copy(): Uint8Array {
    const { draw, picture } = this;
    const before = picture.words.slice();
    const moves: (Rect & { fromX: number; fromY: number })[] = [];
    for (let count = 1 + draw.next(4); count > 0; count--) {
      const to = draw.area(picture.width, picture.height);
      const fromX = draw.next(picture.width - to.width + 1);
      const fromY = draw.next(picture.height - to.height + 1);
      if (!this.isSmall(to) && (count > 1 || moves.length > 0)) {
        continue;
      }

      moves.push({ ...to, fromX, fromY });
      each(to, (x, y) => this.set(x, y, before[(y - to.y + fromY) * picture.width + x - to.x + fromX]!));
    }

    return new Writer().section(16, data => {
      data.varint(moves.length);
      moves.forEach(move => data.area(move).zigzag(move.fromX - move.x).zigzag(move.fromY - move.y));
    }).done();
  }

  private remember(): Uint8Array {
    const { draw, picture } = this;
    const tiles = picture.columns * picture.rows;
    const first = draw.next(tiles);
    const count = 1 + draw.next(tiles - first);
    for (let tile = first; tile < first + count; tile++) {
      const area = picture.tile(tile);
      const words: number[] = [];
      each(area, (x, y) => words.push(picture.words[y * picture.width + x]!));
      this.remembered.push({ width: area.width, height: area.height, words: Uint32Array.from(words) });
    }

    return new Writer().section(18, data => data.varint(1).varint(first).varint(count)).done();
  }

  private recall(): Uint8Array {
    const { draw, picture } = this;
    const data = new Writer();
    let runs = 0;
    let [end, slotEnd] = [0, 0];
    for (let tries = 1 + draw.next(4); tries > 0; tries--) {
      const tile = draw.next(picture.columns * picture.rows);
      const slot = draw.next(this.remembered.length + 1);
      const area = picture.tile(tile);
      if (this.fits(slot, area)) {
        data.zigzag(tile - end).zigzag(slot - slotEnd).varint(1);
        [end, slotEnd] = [tile + 1, slot + 1];
        runs++;
        this.paint(slot, area, area);
      }
    }

    return new Writer().section(17, all => all.varint(runs).bytes(data.done())).done();
  }

  private recallParts(): Uint8Array {
    const { draw, picture } = this;
    const data = new Writer();
    let parts = 0;
    let before = 0;
    for (let tries = 1 + draw.next(4); tries > 0; tries--) {
      const tile = picture.tile(draw.next(picture.columns * picture.rows));
      const slot = draw.next(this.remembered.length + 1);
      const inside = draw.area(tile.width, tile.height);
      const part = { ...inside, x: inside.x + tile.x, y: inside.y + tile.y };
      if (this.fits(slot, tile)) {
        data.zigzag(slot - before).area(part);
        before = slot;
        parts++;
        this.paint(slot, tile, part);
      }
    }

    return new Writer().section(19, all => all.varint(parts).bytes(data.done())).done();
  }

  private fits(slot: number, { width, height }: Rect): boolean {
    const kept = this.remembered[slot];
    return kept?.width === width && kept.height === height;
  }

  private paint(slot: number, tile: Rect, area: Rect): void {
    const kept = this.remembered[slot]!;
    each(area, (x, y) => this.set(x, y, kept.words[(y - tile.y) * kept.width + x - tile.x]!));
  }

  private set(x: number, y: number, word: number): void {
    this.picture.words[y * this.picture.width + x] = word;
  }
}

function each({ x, y, width, height }: Rect, visit: (x: number, y: number) => void): void {
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      visit(column, row);
    }
  }
}
