import type { SessionPerson } from './people';

export type SessionState = 'requested' | 'joined' | 'consented' | 'live' | 'paused' | 'ended' | 'reviewed';

/** Why there is no code to be typed any more. */
export type CodeEnd = 'expired' | 'tooManyTries';

/** Everything that is shown around the picture; sent whole at every change. Moments are ISO 8601. */
export interface SessionStatus {
  readonly session: string;
  readonly state: SessionState;
  readonly endReason: string | null;
  /** The code's first four digits while somebody may still type it. */
  readonly nameplate: string | null;
  /** The viewer that has the other six; null where none that is here has. */
  readonly codeHolder: number | null;
  readonly codeEnd: CodeEnd | null;
  readonly codeExpires: string | null;
  /** By the Relay's own count. */
  readonly triesLeft: number;
  readonly customerConnected: boolean;
  /** While a joined Agent is not connected: until when it may come back. */
  readonly comeBackUntil: string | null;
  readonly viewers: number;
  readonly since: string | null;
  readonly until: string | null;
  readonly now: string;
  /** Its technician first, then the colleagues that were ever invited; none after the end. */
  readonly people: readonly SessionPerson[] | null;
  /** The Relay's log cannot be written: nobody sees or does anything until it can. */
  readonly logUnavailable: boolean;
}

export function isOver(state: SessionState): boolean {
  return state === 'ended' || state === 'reviewed';
}

/** Whether the customer shares the screen or has it paused. */
export function isSharing(state: SessionState): boolean {
  return state === 'live' || state === 'paused';
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
  const seconds = wholeSeconds(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** Seconds that are over; never below zero. */
export function wholeSeconds(ms: number): number {
  return Math.max(0, Math.floor(ms / 1000));
}
