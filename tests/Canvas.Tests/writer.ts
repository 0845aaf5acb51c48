import type { Rect } from '../../Viewer/Canvas/wire/rect';

export interface SomeHead {
  frame: number;
  base: number;
  capturedAt: number;
  part?: number;
  last?: boolean;
  size: { readonly width: number; readonly height: number } | null;
}

/** Writes frames as the Agent does, as far as these tests need it. */
export class Writer {
  private readonly written: number[] = [];
  private x = 0;
  private y = 0;

  done(): Uint8Array {
    return Uint8Array.from(this.written);
  }

  bytes(...lists: ArrayLike<number>[]): this {
    for (const list of lists) {
      for (let i = 0; i < list.length; i++) {
        this.written.push(list[i]!);
      }
    }

    return this;
  }

  u32(value: number): this {
    return this.bytes([value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]);
  }

  varint(value: number): this {
    for (; value >= 128; value = Math.floor(value / 128)) {
      this.written.push((value % 128) | 128);
    }

    this.written.push(value);
    return this;
  }

  zigzag(value: number): this {
    return this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** An area, its corner told from that of the area before. */
  area({ x, y, width, height }: Rect): this {
    this.zigzag(x - this.x).zigzag(y - this.y).varint(width).varint(height);
    this.x = x;
    this.y = y;
    return this;
  }

  areas(areas: readonly Rect[]): this {
    this.varint(areas.length);
    areas.forEach(area => this.area(area));
    return this;
  }

  section(type: number, write: (data: Writer) => void): this {
    const data = new Writer();
    write(data);
    return this.bytes([type]).varint(data.written.length).bytes(data.written);
  }

  head({ frame, base, capturedAt, part = 0, last = true, size }: SomeHead): this {
    const hasSize = size !== null && part === 0;
    this.bytes([(last ? 1 : 0) | (hasSize ? 2 : 0)]).varint(part).varint(frame).varint(base === 0 ? 0 : frame - base).varint(capturedAt);
    return hasSize ? this.varint(size.width).varint(size.height) : this;
  }
}
