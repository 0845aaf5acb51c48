import type { Link } from '../session';
import { isSharing, minutesAndSeconds, wholeSeconds, type RelayClock, type SessionStatus } from '../status';
import type { Texts } from '../text';
import { element, write } from './elements';

// From this many minutes before the grant runs out, the technician is told.
const SOON_MS = 5 * 60_000;

/** What the line at the bottom depends on. */
export interface Circumstances {
  readonly link: Link;
  readonly status: SessionStatus | null;
  /** The Agent speaks another version of the protocol. */
  readonly otherVersion: boolean;
  /** A request of the technician that did not go through. */
  readonly failed: string | null;
}

/** The line at the bottom: only there when there is something to say, the most urgent first. */
export class Notice {
  constructor(private readonly text: Texts, private readonly customer: string, private readonly callback: string) {
    element('reload').addEventListener('click', () => location.reload());
  }

  show(now: Circumstances, clock: RelayClock): void {
    const [about, words] = this.words(now, clock) ?? ['', ''];
    element('notice').hidden = words === '';
    element('notice').dataset['about'] = about;
    element('reload').hidden = about !== 'lost' && about !== 'otherVersion';
    write(element('notice-words'), words);
  }

  private words({ link, status, otherVersion, failed }: Circumstances, clock: RelayClock): readonly [string, string] | null {
    const sharing = status !== null && isSharing(status.state);
    if (link === 'lost') {
      return ['lost', this.text.say(sharing ? 'Notice.lost' : 'Notice.lostBefore')];
    }

    if (otherVersion) {
      return ['otherVersion', this.text.say('Notice.otherVersion', this.customer)];
    }

    if (failed !== null) {
      return ['failed', failed];
    }

    if (status?.comeBackUntil) {
      const left = wholeSeconds(clock.until(status.comeBackUntil, Date.now()));
      return ['customerLost', this.text.say('Notice.customerLost', this.customer, left, this.callback)];
    }

    const left = sharing && status.until ? clock.until(status.until, Date.now()) : Infinity;
    return left < SOON_MS ? ['timeSoonUp', this.text.say('Notice.timeSoonUp', this.customer, minutesAndSeconds(left))] : null;
  }
}
