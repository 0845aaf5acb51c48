import { CHUNK_BYTES, WINDOW_BYTES } from '../wire/pieces';

// What may wait behind each other before less is sent, ms.
const MAY_WAIT_MS = 60;

/**
 * How many bytes of one transfer may be on their way. It finds out by their delay, as the Agent's SendPace does: a key or
 * a move of the pointer must not wait behind a file.
 */
export class SendPace {
  private readonly onTheirWay: { readonly end: number; readonly at: number }[] = [];
  private window = 2 * CHUNK_BYTES;
  private least = Infinity;
  private lessSince = -Infinity;
  private taken = 0;
  private feels = false;

  /** `now` in ms, of a clock that never goes back. */
  constructor(private readonly now: () => number) {}

  /** How many bytes may follow now, where so many are on their way: a whole chunk, or nothing. */
  room(onItsWay: number): number {
    return this.window - onItsWay >= CHUNK_BYTES ? CHUNK_BYTES : 0;
  }

  /** Bytes up to this one have gone. */
  sent(end: number): void {
    this.onTheirWay.push({ end, at: this.now() });
  }

  /** Bytes up to this one have been written at the other end. */
  received(upTo: number): void {
    const count = this.onTheirWay.findIndex(({ end }) => end > upTo);
    const there = this.onTheirWay.splice(0, count < 0 ? this.onTheirWay.length : count);
    const last = there.at(-1);
    if (!last) {
      return;
    }

    const took = this.now() - last.at;
    this.least = Math.min(this.least, took);
    if (took <= this.least + MAY_WAIT_MS) {
      // Twice as much each round, and once it has felt its way to the line's end, a chunk more.
      this.taken += there.length * CHUNK_BYTES;
      if (!this.feels || this.taken >= this.window) {
        this.window = Math.min(WINDOW_BYTES, this.window + (this.feels ? CHUNK_BYTES : this.taken));
        this.taken = 0;
      }
    } else if (last.at >= this.lessSince) {
      // Once for all that was on its way then: it was sent by the old measure. The first time that measure may be far off.
      this.lessSince = this.now();
      this.taken = 0;
      const chunks = this.window / CHUNK_BYTES;
      const fitting = this.feels ? chunks - 1 : Math.ceil(chunks * this.least / took);
      this.feels = true;
      this.window = Math.max(1, Math.min(fitting, chunks - 1)) * CHUNK_BYTES;
    }
  }

  /** It goes on from elsewhere: nothing is on its way. */
  startOver(): void {
    this.onTheirWay.length = 0;
  }
}
