import type { Bytes } from '../sealing/bytes';

/** Writes what the Agent's WireReader reads: numbers as unsigned LEB128, signed ones zigzag, counted UTF-8. */
export class Writer {
  private readonly parts: number[] = [];
  private readonly encoder = new TextEncoder();

  get written(): Bytes {
    return Uint8Array.from(this.parts);
  }

  byte(value: number): this {
    this.parts.push(value);
    return this;
  }

  flag(value: boolean): this {
    return this.byte(value ? 1 : 0);
  }

  bytes(values: Uint8Array): this {
    values.forEach(value => this.parts.push(value));
    return this;
  }

  u32(value: number): this {
    return this.byte(value & 0xff).byte((value >>> 8) & 0xff).byte((value >>> 16) & 0xff).byte(value >>> 24);
  }

  varint(value: number): this {
    let left = value;
    for (; left >= 0x80; left = Math.floor(left / 128)) {
      this.byte((left % 128) | 0x80);
    }

    return this.byte(left);
  }

  zigzag(value: number): this {
    return this.varint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  text(value: string): this {
    const utf8 = this.encoder.encode(value);
    return this.varint(utf8.length).bytes(utf8);
  }
}

/** As much of a text, from its start, as fits into so many bytes of UTF-8: cut between two characters. */
export function fitting(text: string, mostBytes: number): string {
  const encoder = new TextEncoder();
  let fits = '';
  let length = 0;
  for (const character of text) {
    length += encoder.encode(character).length;
    if (length > mostBytes) {
      break;
    }

    fits += character;
  }

  return fits;
}
