import type { BitReader } from './bits';

export const MAX_LENGTH = 12;

const ZERO_RUN = 13;
const LONG_ZERO_RUN = 14;
const REPEAT = 15;

/** A canonical prefix code for one alphabet. The reading twin of PrefixCode in Shared/Frames, which explains the table. */
export class PrefixCode {
  /** For each MAX_LENGTH bits that may come: symbol × 16 + length of its code. */
  readonly entries = new Uint16Array(1 << MAX_LENGTH);

  private readonly lengths: Uint8Array;

  constructor(private readonly symbols: number) {
    this.lengths = new Uint8Array(symbols);
  }

  /** Reads the lengths of the codes; false where they are those of no code. */
  readTable(reader: BitReader): boolean {
    const { lengths, symbols } = this;
    lengths.fill(0);
    let before = 0;
    for (let i = 0; i < symbols;) {
      const next = reader.read(4);
      if (next === ZERO_RUN) {
        i += 3 + reader.read(3);
      } else if (next === LONG_ZERO_RUN) {
        const zeros = reader.read(7);
        i += zeros === 127 ? symbols : 11 + zeros;
      } else if (next === REPEAT) {
        for (let again = 3 + reader.read(2); again > 0 && i < symbols; again--) {
          lengths[i++] = before;
        }
      } else {
        before = next;
        lengths[i++] = before;
      }
    }

    return this.fillEntries();
  }

  /** Reads one symbol. */
  read(reader: BitReader): number {
    const entry = this.entries[reader.peek() >>> (32 - MAX_LENGTH)]!;
    reader.skip(entry & 15);
    return entry >> 4;
  }

  private fillEntries(): boolean {
    const { lengths, entries, symbols } = this;
    const widths = new Uint16Array(MAX_LENGTH + 1);
    let used = 0;
    let last = 0;
    for (let i = 0; i < symbols; i++) {
      if (lengths[i] !== 0) {
        widths[lengths[i]!]!++;
        used++;
        last = i;
      }
    }

    if (used <= 1) {
      entries.fill(last << 4);
      return true;
    }

    // Where the entries of each length begin
    const starts = new Uint32Array(MAX_LENGTH + 2);
    for (let length = 1; length <= MAX_LENGTH; length++) {
      starts[length + 1] = starts[length]! + (widths[length]! << (MAX_LENGTH - length));
    }

    if (starts[MAX_LENGTH + 1] !== entries.length) {
      return false;
    }

    for (let i = 0; i < symbols; i++) {
      const length = lengths[i]!;
      if (length !== 0) {
        const start = starts[length]!;
        starts[length] = start + (1 << (MAX_LENGTH - length));
        entries.fill((i << 4) | length, start, starts[length]);
      }
    }

    return true;
  }
}
