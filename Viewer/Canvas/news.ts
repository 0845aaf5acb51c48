import type { CommandRefusal } from './wire/refusal';

// How long a sentence stands, and how long after its last cause the same is not said again, ms.
const STANDS_MS = 8000;
const QUIET_MS = 30_000;

/** One short sentence for the line at the bottom: the key of its text, and what fills it in. */
export interface Sentence {
  readonly key: string;
  readonly values: readonly string[];
}

/** What has just happened, for a moment. Refusals come by the hundred: each is said once for its kind until it changes. */
export class News {
  private said: { readonly sentence: Sentence; readonly until: number } | null = null;
  private readonly refused = new Map<number, { readonly why: CommandRefusal; readonly at: number }>();

  constructor(private readonly now: () => number) {}

  /** What stands there now. */
  get sentence(): Sentence | null {
    return this.said && this.now() < this.said.until ? this.said.sentence : null;
  }

  say(key: string, ...values: readonly string[]): void {
    this.said = { sentence: { key, values }, until: this.now() + STANDS_MS };
  }

  /** A command of this kind was refused. */
  refuse(kind: number, why: CommandRefusal, ...values: readonly string[]): void {
    const before = this.refused.get(kind);
    this.refused.set(kind, { why, at: this.now() });
    if (before?.why !== why || this.now() - before.at > QUIET_MS) {
      this.say(`Refused.${why}`, ...values);
    }
  }

  /** What is allowed has changed: the next refusal is news again. */
  startOver(): void {
    this.refused.clear();
  }
}
