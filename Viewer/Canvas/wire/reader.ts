import { MAX_SIDE, type Rect } from './rect';

const UINT32 = 0x1_0000_0000;

// Strict: what is no UTF-8 is refused, and a mark at the start stays what it is.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads what the Agent's WireWriter writes. Past the end, or with a number that nobody writes, it is broken and gives
 * zeros from then on: ask `broken` before anything is done with what was read.
 */
export class Reader {
  at = 0;
  broken = false;

  private x = 0;
  private y = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  get isDone(): boolean {
    return !this.broken && this.at === this.bytes.length;
  }

  /** What is not read yet. */
  rest(): Uint8Array {
    return this.bytes.subarray(this.at);
  }

  /** The next bytes; none where there are not as many. */
  take(count: number): Uint8Array {
    if (count > this.left) {
      this.broken = true;
      return this.bytes.subarray(0, 0);
    }

    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) {
      this.broken = true;
      return 0;
    }

    this.at++;
    return value;
  }

  u32(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.take(4);
    return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
  }

  /** 0 or 1; anything else is broken. */
  flag(): boolean {
    const value = this.byte();
    this.broken ||= value > 1;
    return value === 1;
  }

  /** Counted UTF-8; broken where it is longer than `mostBytes`, cut, or no UTF-8. */
  text(mostBytes: number): string {
    const bytes = this.take(this.varint(mostBytes));
    try {
      return this.broken ? '' : utf8.decode(bytes);
    } catch {
      this.broken = true;
      return '';
    }
  }

  /** A 64-bit number: exact to 2^53, which is 285 years in µs. */
  varint64(): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 10; i++) {
      const next = this.byte();

      // Of the tenth byte only one bit has room.
      value += (next & (i === 9 ? 1 : 0x7f)) * factor;
      if (next < 0x80) {
        return value;
      }

      factor *= 128;
    }

    this.broken = true;
    return 0;
  }

  /** A number from 0 to `most`; anything else is broken. */
  varint(most: number): number {
    const value = this.varint64();
    if (value > most) {
      this.broken = true;
      return 0;
    }

    return value;
  }

  zigzag(): number {
    const value = this.varint64();
    if (value >= UINT32) {
      this.broken = true;
      return 0;
    }

    return (value >>> 1) ^ -(value & 1);
  }

  /** How many things follow, each of at least `least` bytes. */
  count(least: number): number {
    return this.varint(Math.floor(this.left / least));
  }

  /** An area, its corner told from that of the area before; of no pixel where it is broken. */
  area(): Rect {
    this.x = this.corner(this.x);
    this.y = this.corner(this.y);
    const area = { x: this.x, y: this.y, width: this.varint(MAX_SIDE), height: this.varint(MAX_SIDE) };
    this.broken ||= area.width === 0 || area.height === 0;
    return this.broken ? { x: 0, y: 0, width: 0, height: 0 } : area;
  }

  private corner(before: number): number {
    const corner = before + this.zigzag();
    if (corner < 0 || corner >= MAX_SIDE) {
      this.broken = true;
      return 0;
    }

    return corner;
  }
}
