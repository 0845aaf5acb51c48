// Figures are over the last two seconds: long enough to be steady, short enough to follow what happens.
const WINDOW_MS = 2000;

// Delays that the median is taken of.
const DELAYS = 31;

interface Moment {
  readonly at: number;
  readonly bytes: number;
  readonly frames: number;
}

/** What the technician sees of how well the picture comes. Times in ms of the page's clock. */
export class Figures {
  /** All bytes of envelopes so far. */
  bytes = 0;
  /** All frames that were painted so far. */
  frames = 0;

  private moments: Moment[] = [];
  private delays: number[] = [];

  arrived(bytes: number, now: number): void {
    this.bytes += bytes;
    this.moments.push({ at: now, bytes, frames: 0 });
    this.trim(now);
  }

  /** `delay`: from the screen's capture to this paint, where both clocks are known. */
  painted(frames: number, delay: number | null, now: number): void {
    this.frames += frames;
    this.moments.push({ at: now, bytes: 0, frames: 1 });
    this.trim(now);
    if (delay !== null) {
      this.delays.push(delay);
      this.delays = this.delays.slice(-DELAYS);
    }
  }

  /** Paints per second. */
  rate(now: number): number {
    this.trim(now);
    return this.moments.reduce((sum, moment) => sum + moment.frames, 0) / (WINDOW_MS / 1000);
  }

  bytesPerSecond(now: number): number {
    this.trim(now);
    return this.moments.reduce((sum, moment) => sum + moment.bytes, 0) / (WINDOW_MS / 1000);
  }

  /** The median of the last delays, ms; null before the first. */
  delay(): number | null {
    return this.delays.toSorted((a, b) => a - b)[this.delays.length >> 1] ?? null;
  }

  private trim(now: number): void {
    const first = this.moments.findIndex(moment => moment.at > now - WINDOW_MS);
    this.moments = first < 0 ? [] : first > 0 ? this.moments.slice(first) : this.moments;
  }
}
