import type { BitReader } from './bits';
import { MAX_LENGTH, PrefixCode } from './prefixCode';

const SIDE = 64;
const CELL = 8;
const CLASSES = 12;
const SAME_CLASS = CLASSES - 1;
const STRIDE = SIDE + 1; // a row begins with one value of 0
const PLANE = STRIDE * STRIDE;

/** Reads shaded blocks: each pixel is foretold from its neighbours. The twin of ShadedReader in Shared/Frames; Shaded explains it. */
export class ShadedReader {
  private readonly codes = Array.from({ length: CLASSES }, () => new PrefixCode(256));
  private readonly changes = new PrefixCode(2 * SAME_CLASS + 1);
  private readonly last = new Int32Array(3);
  private readonly planes = [new Uint8Array(PLANE), new Uint8Array(PLANE), new Uint8Array(PLANE)];

  constructor(private readonly reader: BitReader) {}

  /** Begins a section: reads the codes. */
  begin(): boolean {
    this.last.fill(0);
    return this.changes.readTable(this.reader) && this.codes.every((code, i) => i === 0 || code.readTable(this.reader));
  }

  /** Reads the block that begins at `at`; false where it makes no sense. */
  readBlock(words: Uint32Array, at: number, stride: number, width: number, height: number): boolean {
    const { last, planes, codes } = this;
    for (let y = 0; y < height; y += CELL) {
      const bottom = Math.min(height, y + CELL);
      for (let x = 0; x < width; x += CELL) {
        const right = Math.min(width, x + CELL);
        if (!this.readClasses()) {
          return false;
        }

        for (let plane = 0; plane < 3; plane++) {
          if (!this.readCell(codes[last[plane]!]!.entries, planes[plane]!, x, right, y, bottom)) {
            return false;
          }
        }
      }
    }

    this.join(words, at, stride, width, height);
    return true;
  }

  private readClasses(): boolean {
    for (let plane = 0; plane < 3; plane++) {
      const found = this.last[plane]! + this.changes.read(this.reader) - SAME_CLASS;
      if (found < 0 || found >= CLASSES) {
        return false;
      }

      this.last[plane] = found;
    }

    return true;
  }

  // A row of a cell has at most 96 bits, which may all lie behind the end: the reader allows that.
  private readCell(entries: Uint16Array, plane: Uint8Array, x: number, right: number, y: number, bottom: number): boolean {
    const { reader } = this;
    const bits = reader.at;
    let { position } = reader;
    for (; y < bottom; y++) {
      let at = (y + 1) * STRIDE + x + 1;
      let left = plane[at - 1]!;
      let corner = plane[at - STRIDE - 1]!;
      for (const end = at + right - x; at < end; at++) {
        const entry = entries[(bits.getUint32(position >>> 3) << (position & 7)) >>> (32 - MAX_LENGTH)]!;
        position += entry & 15;
        const up = plane[at - STRIDE]!;
        const low = left < up ? left : up;
        const high = left < up ? up : left;
        const foretold = corner <= low ? high : corner >= high ? low : left + up - corner;
        const folded = entry >> 4;
        left = (foretold + ((folded >> 1) ^ -(folded & 1))) & 255;
        plane[at] = left;
        corner = up;
      }

      reader.position = position;
      if (reader.isPastEnd) {
        return false;
      }
    }

    return true;
  }

  private join(words: Uint32Array, at: number, stride: number, width: number, height: number): void {
    const [greens, reds, blues] = this.planes as [Uint8Array, Uint8Array, Uint8Array];
    for (let y = 0; y < height; y++) {
      const from = (y + 1) * STRIDE + 1;
      const to = at + y * stride;
      for (let x = 0; x < width; x++) {
        const green = greens[from + x]!;
        const red = (reds[from + x]! + green - 128) & 255;
        const blue = (blues[from + x]! + green - 128) & 255;
        words[to + x] = 0xff000000 | (blue << 16) | (green << 8) | red;
      }
    }
  }
}
