/** How good the line is, in one word of this page; `quiet`: nothing is known of it yet. */
export type LineWord = 'good' | 'slow' | 'verySlow' | 'quiet';

// From here on a technician notices that the screen lags behind their hand, and from there on works around it. ms.
const SLOW = { delay: 250, roundTrip: 200 };
const VERY_SLOW = { delay: 800, roundTrip: 700 };

// A word holds for so long at least: the line must not flicker between two.
const HOLDS_MS = 4000;

/** Says how good the line is from the delay of pictures and the way there and back, and keeps its word for a while. */
export class LineJudge {
  private word: LineWord = 'quiet';
  private since = -Infinity;

  judge(delay: number | null, roundTrip: number | null, now: number): LineWord {
    const next = wordFor(delay, roundTrip);
    if (next !== this.word && (this.word === 'quiet' || now - this.since >= HOLDS_MS)) {
      this.word = next;
      this.since = now;
    }

    return this.word;
  }
}

function wordFor(delay: number | null, roundTrip: number | null): LineWord {
  if (delay === null && roundTrip === null) {
    return 'quiet';
  }

  const above = (limit: typeof SLOW): boolean => (delay ?? 0) > limit.delay || (roundTrip ?? 0) > limit.roundTrip;
  return above(VERY_SLOW) ? 'verySlow' : above(SLOW) ? 'slow' : 'good';
}
