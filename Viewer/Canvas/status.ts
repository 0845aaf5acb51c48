export type SessionState = 'requested' | 'joined' | 'consented' | 'live' | 'paused' | 'ended' | 'reviewed';

/** Everything that is shown around the picture; sent whole at every change. Moments are ISO 8601. */
export interface SessionStatus {
  readonly session: string;
  readonly state: SessionState;
  readonly endReason: string | null;
  readonly code: string | null;
  readonly codeExpires: string | null;
  readonly triesLeft: number;
  readonly customerConnected: boolean;
  readonly viewers: number;
  readonly since: string | null;
  readonly until: string | null;
  readonly now: string;
}

export function isOver(state: SessionState): boolean {
  return state === 'ended' || state === 'reviewed';
}

/** The Relay's clock, carried on by this page's between two statuses. All in ms. */
export class RelayClock {
  private ahead = 0;

  set(relayNow: string, now: number): void {
    this.ahead = Date.parse(relayNow) - now;
  }

  /** From now until a moment; negative once it has passed. */
  until(moment: string, now: number): number {
    return Date.parse(moment) - (now + this.ahead);
  }
}

/** `4:07`, or `1:04:07` from an hour on; never below zero. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
