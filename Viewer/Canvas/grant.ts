import type { Scope } from './scope';
import type { Standing } from './wire/control';

/** What the customer allows just now, by the Agent's own word. The Agent keeps to it whatever this page believes. */
export class Grant {
  private standing: Standing | null = null;
  private takenAt = 0;

  /** `now` in ms, of a clock that never goes back. */
  constructor(private readonly now: () => number) {}

  /** Whether the Agent has said anything yet. */
  get isKnown(): boolean {
    return this.standing !== null;
  }

  get questionOpen(): boolean {
    return this.standing?.questionOpen ?? false;
  }

  get isPaused(): boolean {
    return this.standing?.paused ?? false;
  }

  /** How much of the time is left, ms; null before the Agent has said it. */
  get left(): number | null {
    return this.standing && Math.max(0, this.standing.secondsLeft * 1000 - (this.now() - this.takenAt));
  }

  allows(scope: Scope): boolean {
    return this.standing?.scopes.includes(scope) ?? false;
  }

  take(standing: Standing): void {
    this.standing = standing;
    this.takenAt = this.now();
  }
}
