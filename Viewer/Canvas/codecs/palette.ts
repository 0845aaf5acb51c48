/** Colours that fit. */
export const MAX_COLOURS = 512;

/** The colours that have been met, as 0x00RRGGBB, and what a further one is likely to be. The twin of Palette in Shared/Frames. */
export class Palette {
  count = 0;

  /** The index of the area's first pixel; -1 until there is one. */
  ground = -1;

  /** Each colour as the picture holds it. */
  readonly words = new Uint32Array(MAX_COLOURS);

  private readonly colours = new Uint32Array(MAX_COLOURS);
  private metBeforeArea = 0;

  clear(): void {
    this.count = 0;
  }

  beginArea(): void {
    this.metBeforeArea = this.count;
    this.ground = -1;
  }

  add(red: number, green: number, blue: number): number {
    this.colours[this.count] = (red << 16) | (green << 8) | blue;
    this.words[this.count] = 0xff000000 | (blue << 16) | (green << 8) | red;
    return this.count++;
  }

  /** The red and blue that a new colour of this green is likely to have, as 0x00RR00BB. */
  expect(green: number): number {
    if (this.count === 0) {
      return (green << 16) | green;
    }

    const ground = this.colours[Math.max(this.ground, 0)]!;
    const end = this.farthest(greenOf(ground));
    const way = green - greenOf(ground);
    const span = greenOf(end) - greenOf(ground);
    return (along(ground >> 16, end >> 16, way, span) << 16) | along(ground & 255, end & 255, way, span);
  }

  private farthest(green: number): number {
    const first = this.count > this.metBeforeArea + (this.ground >= this.metBeforeArea ? 1 : 0) ? this.metBeforeArea : 0;
    let best = this.colours[this.count - 1]!;
    for (let i = this.count - 2; i >= first; i--) {
      const colour = this.colours[i]!;
      best = Math.abs(greenOf(colour) - green) > Math.abs(greenOf(best) - green) ? colour : best;
    }

    return best;
  }
}

function greenOf(colour: number): number {
  return (colour >> 8) & 255;
}

function along(from: number, to: number, way: number, span: number): number {
  const step = span === 0 ? way : Math.trunc((way * (to - from)) / span);
  return Math.min(Math.max(from + step, 0), 255);
}
