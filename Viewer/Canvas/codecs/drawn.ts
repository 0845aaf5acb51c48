import type { BitReader } from './bits';
import { PrefixCode } from './prefixCode';

const ABOVE = 0;
const LEFT = 1;
const INHERITED = 2;
const MATCH = 3;
const SINGLE = 4;
const ROW_START = 5;
const DISTANCE = 6;
const GREEN = 7;
const RED_BLUE = 8;

const RUN_SYMBOLS = 33;
const TO_END = 32;
const NEW_COLOUR = 4 * RUN_SYMBOLS;
const CACHED = NEW_COLOUR + 1;
const CACHE_SIZE = 128;
const SYMBOLS = CACHED + CACHE_SIZE;
const CLASSES = 54;

// Below this length a loop is faster than a call.
const SHORT = 24;

/** Reads drawn pixels: runs and single pixels, row by row. The twin of DrawnReader in Shared/Frames; Drawn explains the alphabet. */
export class DrawnReader {
  private readonly codes = Array.from(
    { length: 9 },
    (_, i) => new PrefixCode(i < DISTANCE ? SYMBOLS : i === DISTANCE ? CLASSES : 256),
  );
  private readonly cache = new Uint32Array(CACHE_SIZE);
  private inherited = new Int32Array();
  private inheritedWidth = 0;
  private cached = 0;

  constructor(private readonly reader: BitReader) {}

  /** Begins a section: reads the codes. */
  begin(): boolean {
    this.cached = 0;
    this.inheritedWidth = 0;
    this.cache.fill(0xff000000);
    return this.codes.every(code => code.readTable(this.reader));
  }

  /** Begins an area of this width. Below one of the same width it goes on, as if it were the same. */
  beginArea(width: number): void {
    if (width === this.inheritedWidth) {
      return;
    }

    this.inheritedWidth = width;
    if (this.inherited.length < width) {
      this.inherited = new Int32Array(width);
    } else {
      this.inherited.fill(0, 0, width);
    }
  }

  /** Reads the pixels of the row that begins at `row`, from column `x` to `right`; false where they make no sense. */
  readRow(words: Uint32Array, row: number, x: number, right: number, width: number): boolean {
    const { reader, codes, cache, inherited } = this;
    let code = codes[ROW_START]!;
    while (x < right) {
      const symbol = code.read(reader);
      const at = row + x;
      if (symbol >= NEW_COLOUR) {
        words[at] = symbol === NEW_COLOUR ? this.readColour(at === 0 ? 0 : words[at - 1]!) : cache[symbol - CACHED]!;
        code = codes[SINGLE]!;
        x++;
        continue;
      }

      const kind = (symbol / RUN_SYMBOLS) | 0;
      const lengthClass = symbol - kind * RUN_SYMBOLS;
      const run = lengthClass === TO_END ? right - x : this.readNumber(lengthClass);
      let distance: number;
      switch (kind) {
        case ABOVE:
          distance = width;
          break;
        case LEFT:
          distance = 1;
          break;
        case INHERITED:
          distance = inherited[x]!;
          break;
        default:
          distance = this.readNumber(codes[DISTANCE]!.read(reader));
      }

      if (run > right - x || distance > at || distance === 0) {
        return false;
      }

      if (kind === MATCH) {
        inherited.fill(distance, x, x + run);
      }

      copy(words, at, distance, run);
      code = codes[kind]!;
      x += run;
    }

    return !reader.isPastEnd;
  }

  private readNumber(numberClass: number): number {
    if (numberClass < 8) {
      return numberClass + 1;
    }

    const bits = (numberClass - 4) >> 1;
    return ((2 + (numberClass & 1)) << bits) + this.reader.read(bits);
  }

  private readColour(left: number): number {
    const { reader, codes } = this;
    const green = codes[GREEN]!.read(reader);
    const red = codes[RED_BLUE]!.read(reader) + green + left;
    const blue = codes[RED_BLUE]!.read(reader) + green + (left >> 16);
    const colour = (0xff000000 | ((blue & 255) << 16) | (((green + (left >> 8)) & 255) << 8) | (red & 255)) >>> 0;
    this.cache[this.cached++ % CACHE_SIZE] = colour;
    return colour;
  }
}

// Where the run is longer than the way back, it repeats what it has just made.
function copy(words: Uint32Array, at: number, distance: number, run: number): void {
  if (run >= SHORT && distance === 1) {
    words.fill(words[at - 1]!, at, at + run);
  } else if (run >= SHORT && distance >= run) {
    words.copyWithin(at, at - distance, at - distance + run);
  } else {
    for (let i = at; i < at + run; i++) {
      words[i] = words[i - distance]!;
    }
  }
}
