import type { Framebuffer } from '../framebuffer';
import type { Rect } from '../wire/rect';
import { AnswerReader } from './answers';
import { Likelihood } from './likelihood';
import { MAX_COLOURS, Palette } from './palette';

const MARGIN = 2;

// Kinds of questions
const SAME_ROW = 0;
const LEFT = 1;
const ABOVE = 2;
const NEW = 3;
const WHICH = 4;
const APART = 5;

/** The questions that describe areas of few colours. The reading twin of ColourModel in Shared/Frames, which explains it. */
export class ColourModel {
  private readonly likelihood = new Likelihood();
  private readonly palette = new Palette();
  private coder = new AnswerReader(new Uint8Array());

  // Indices of colours: the row in work and the two above it
  private row = new Uint16Array();
  private above = new Uint16Array();
  private higher = new Uint16Array();
  private sameRows = 0;

  /** Forgets all areas; what follows is read from these bytes. */
  begin(source: Uint8Array): void {
    this.coder = new AnswerReader(source);
    this.likelihood.clear();
    this.palette.clear();
    this.sameRows = 0;
  }

  /** Whether no byte is left over. */
  get isAtEnd(): boolean {
    return this.coder.isUsedUp;
  }

  /** Paints one area; false where a pixel can have no colour. */
  read(target: Framebuffer, area: Rect): boolean {
    const { width } = area;
    const { words } = this.palette;
    this.makeRoom(width + 2 * MARGIN);
    this.palette.beginArea();
    for (let y = 0; y < area.height; y++) {
      [this.row, this.above, this.higher] = [this.higher, this.row, this.above];
      if (!(y > 0 && this.isSameRow(width)) && !this.readRow(width)) {
        return false;
      }

      const { row } = this;
      row[0] = row[1] = row[MARGIN]!;
      row[MARGIN + width] = row[MARGIN + width + 1] = row[MARGIN + width - 1]!;
      const start = (area.y + y) * target.width + area.x;
      for (let x = 0; x < width; x++) {
        target.words[start + x] = words[row[MARGIN + x]!]!;
      }
    }

    return true;
  }

  private makeRoom(length: number): void {
    if (this.row.length < length) {
      this.row = new Uint16Array(length);
      this.above = new Uint16Array(length);
      this.higher = new Uint16Array(length);
    }

    this.row.fill(0, 0, length);
    this.above.fill(0, 0, length);
  }

  private isSameRow(width: number): boolean {
    this.likelihood.look(SAME_ROW, 0, this.sameRows & 3);
    const same = this.likelihood.ask(this.coder, SAME_ROW, 1);
    this.sameRows = (this.sameRows << 1) | (same ? 1 : 0);
    if (same) {
      this.row.set(this.above.subarray(0, width + 2 * MARGIN));
    }

    return same;
  }

  private readRow(width: number): boolean {
    const { row, palette } = this;
    row[0] = row[1] = this.above[MARGIN]!;
    for (let at = MARGIN; at < MARGIN + width; at++) {
      const index = this.readPixel(at);
      if (index < 0) {
        return false;
      }

      row[at] = index;
      palette.ground = palette.ground < 0 ? index : palette.ground;
    }

    return true;
  }

  private readPixel(at: number): number {
    const { palette, likelihood, coder } = this;
    if (palette.count === 0) {
      return this.readNewColour();
    }

    const left = this.row[at - 1]!;
    const up = this.above[at]!;
    this.lookAround(LEFT, at);
    if (likelihood.ask(coder, LEFT, 5)) {
      return left;
    }

    if (up !== left) {
      this.lookAround(ABOVE, at);
      if (likelihood.ask(coder, ABOVE, 5)) {
        return up;
      }
    }

    if (palette.count < MAX_COLOURS) {
      this.look(NEW, 0, Math.min(palette.count, 20), this.pattern(at), mix(left, up), left);
      if (likelihood.ask(coder, NEW, 5)) {
        return this.readNewColour();
      }
    }

    return this.readKnownColour(left, up, this.above[at + 1]!);
  }

  private readKnownColour(left: number, up: number, upRight: number): number {
    const { count } = this.palette;
    const bits = 32 - Math.clz32(Math.max(count - 1, 1));
    let found = 0;
    for (let bit = bits - 1; bit >= 0; bit--) {
      const one = found | (1 << bit);
      if (one < count) {
        const asked = (1 << (bits - bit)) | (found >> bit);
        const askedLeft = mix(asked, left);
        this.look(WHICH, asked, askedLeft, mix(asked, up), mix(askedLeft, up), mix(mix(askedLeft, up), upRight));
        found = this.likelihood.ask(this.coder, WHICH, 5) ? one : found;
      }
    }

    return found;
  }

  private readNewColour(): number {
    const green = this.readByte();
    const expected = this.palette.expect(green);
    const red = (expected >> 16) + this.readDifference(0);
    const blue = (expected & 255) + this.readDifference(1);
    return this.palette.add(red & 255, green, blue & 255);
  }

  private readDifference(channel: number): number {
    if (this.readFlag(channel)) {
      return 0;
    }

    if (this.readFlag(2 + channel)) {
      return this.readFlag(4 + channel) ? 1 : -1;
    }

    return this.readByte();
  }

  private readFlag(flag: number): boolean {
    this.likelihood.look(APART, 0, flag);
    return this.likelihood.ask(this.coder, APART, 1);
  }

  private readByte(): number {
    let value = 0;
    for (let bit = 0; bit < 8; bit++) {
      value = (value << 1) | (this.coder.read(2048) ? 1 : 0);
    }

    return value;
  }

  private lookAround(set: number, at: number): void {
    const { row, above } = this;
    const left = row[at - 1]!;
    const up = above[at]!;
    const pattern = this.pattern(at);
    const both = mix(left, up);
    const near = mix(mix(both, above[at + 1]!), above[at - 1]!);
    this.look(
      set,
      pattern,
      mix(pattern, (left === 0 ? 1 : 0) | (up === 0 ? 2 : 0)),
      mix(both, pattern),
      near,
      mix(mix(mix(near, row[at - 2]!), this.higher[at]!), above[at + 2]!),
    );
  }

  // Which of the pixels around are alike
  private pattern(at: number): number {
    const { row, above } = this;
    const left = row[at - 1]!;
    const up = above[at]!;
    const upLeft = above[at - 1]!;
    return (up === left ? 1 : 0)
      | (upLeft === left ? 2 : 0)
      | (upLeft === up ? 4 : 0)
      | (above[at + 1]! === up ? 8 : 0)
      | (row[at - 2]! === left ? 16 : 0)
      | (this.higher[at]! === up ? 32 : 0);
  }

  private look(set: number, a: number, b: number, c: number, d: number, e: number): void {
    const { likelihood } = this;
    likelihood.look(set, 0, a);
    likelihood.look(set, 1, b);
    likelihood.look(set, 2, c);
    likelihood.look(set, 3, d);
    likelihood.look(set, 4, e);
  }
}

function mix(a: number, b: number): number {
  return Math.imul(Math.imul(a, 0x2f0b4c47) + b + 1, 0x85ebca6b);
}
