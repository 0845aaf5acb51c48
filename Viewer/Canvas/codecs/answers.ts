/**
 * Reads the answers to yes-or-no questions from an arithmetic code: each cuts the interval of all 32-bit fractions that
 * are still possible. Any bytes give answers; bytes missing at the end count as 0. The twin of AnswerReader in Shared/Frames.
 */
export class AnswerReader {
  private low = 0;
  private high = 0xffffffff;
  private fraction = 0;
  private next = 0;

  constructor(private readonly source: Uint8Array) {
    for (let i = 0; i < 4; i++) {
      this.take();
    }
  }

  /** Whether no byte is left that was never looked at. */
  get isUsedUp(): boolean {
    return this.next >= this.source.length;
  }

  /** One answer; `chance` says how likely yes is, in 4096ths. */
  read(chance: number): boolean {
    const middle = this.low + Math.floor(((this.high - this.low) * chance) / 4096);
    const yes = this.fraction <= middle;
    if (yes) {
      this.high = middle;
    } else {
      this.low = middle + 1;
    }

    while ((this.low ^ this.high) >>> 24 === 0) {
      this.low = (this.low << 8) >>> 0;
      this.high = ((this.high << 8) | 255) >>> 0;
      this.take();
    }

    return yes;
  }

  private take(): void {
    this.fraction = ((this.fraction << 8) | (this.source[this.next] ?? 0)) >>> 0;
    this.next++;
  }
}
