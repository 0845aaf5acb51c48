/** Numbers that look arbitrary and are the same for the same seed (Mulberry32). */
export class Dice {
  constructor(private state: number) {}

  /** From 0 to `below` − 1; 0 where there is no room. */
  next(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return below <= 0 ? 0 : Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  }
}

/** One number of several. */
export function mix(...numbers: readonly number[]): number {
  return numbers.reduce((mixed, number) => Math.imul(mixed ^ number ^ (number / 2 ** 32), 0x9e3779b1) ^ (mixed >>> 15), 0x2545f491);
}
