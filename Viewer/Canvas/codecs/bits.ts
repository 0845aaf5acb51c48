/** Bytes behind the end that may be looked at. */
const PADDING = 32;

/** Reads bits, the highest first. Behind the end there are zeros; `isAtEnd` and `isPastEnd` tell. The twin of BitReader in Shared/Frames. */
export class BitReader {
  private bytes = new Uint8Array(64 * 1024);

  /** The bytes, with 32 zeros behind them. */
  at = new DataView(this.bytes.buffer);

  /** The next bit. */
  position = 0;

  private length = 0; // in bits

  /** Begins with these bytes, which are copied: behind them lies room that may be looked at. */
  begin(source: Uint8Array): void {
    if (this.bytes.length < source.length + PADDING) {
      this.bytes = new Uint8Array(source.length + PADDING);
      this.at = new DataView(this.bytes.buffer);
    }

    this.bytes.set(source);
    this.bytes.fill(0, source.length, source.length + PADDING);
    this.position = 0;
    this.length = source.length * 8;
  }

  /** Whether exactly the bytes that there are have been read. */
  get isAtEnd(): boolean {
    return (this.position + 7) >> 3 === this.length >> 3;
  }

  /** Whether bits were read that there are not. */
  get isPastEnd(): boolean {
    return this.position > this.length;
  }

  /** The next 25 bits, at the top of a 32-bit number. Far behind the end they are zeros. */
  peek(): number {
    const { position } = this;
    return position < this.length ? this.at.getUint32(position >>> 3) << (position & 7) : 0;
  }

  skip(bits: number): void {
    this.position += bits;
  }

  /** The next bits, 0 to 25. */
  read(bits: number): number {
    const value = (this.peek() >>> 1) >>> (31 - bits);
    this.position += bits;
    return value;
  }
}
