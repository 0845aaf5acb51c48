import { minutesAndSeconds, type RelayClock, type SessionStatus } from '../status';
import type { Link } from '../session';
import type { Texts } from '../text';
import { PROTOCOL_VERSION } from '../wire/hello';
import { element, write } from './elements';

// From this many minutes before the grant runs out, the technician is told.
const SOON_MS = 5 * 60_000;

/** What the line at the bottom depends on. */
export interface Circumstances {
  readonly link: Link;
  readonly status: SessionStatus | null;
  /** The Agent's version of the protocol, where it is another one. */
  readonly otherVersion: number | null;
  /** A request of the technician that did not go through. */
  readonly failed: string | null;
}

/** The line at the bottom: only there when there is something to say, the most urgent first. */
export class Notice {
  constructor(private readonly text: Texts, private readonly customer: string) {
    element('reload').addEventListener('click', () => location.reload());
  }

  show(now: Circumstances, clock: RelayClock): void {
    const words = this.words(now, clock);
    element('notice').hidden = words === null;
    element('reload').hidden = now.link !== 'lost' && now.otherVersion === null;
    write(element('notice-words'), words ?? '');
  }

  private words({ link, status, otherVersion, failed }: Circumstances, clock: RelayClock): string | null {
    const sharing = status?.state === 'live' || status?.state === 'paused';
    if (link === 'lost') {
      return this.text.say(sharing ? 'Notice.lost' : 'Notice.lostBefore');
    }

    if (otherVersion !== null) {
      return this.text.say('Notice.otherVersion', this.customer, otherVersion, PROTOCOL_VERSION);
    }

    if (failed !== null) {
      return failed;
    }

    if (!sharing) {
      return null;
    }

    if (!status.customerConnected) {
      return this.text.say('Notice.customerLost', this.customer);
    }

    const left = status.until ? clock.until(status.until, Date.now()) : Infinity;
    return left < SOON_MS ? this.text.say('Notice.timeSoonUp', this.customer, minutesAndSeconds(left)) : null;
  }
}
