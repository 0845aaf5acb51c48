import type { Asked } from '../asking';
import { MORE_MINUTES } from '../asking';
import type { Sentence } from '../news';
import type { Link } from '../session';
import { isSharing, minutesAndSeconds, wholeSeconds, type RelayClock, type SessionStatus } from '../status';
import type { Texts } from '../text';
import { element, write } from './elements';

// From this many minutes before the grant runs out, the technician is told; and may ask for more.
const SOON_MS = 5 * 60_000;
const ASK_MS = 2 * 60_000;

/** What the line at the bottom depends on. */
export interface Circumstances {
  readonly link: Link;
  readonly status: SessionStatus | null;
  /** The Agent speaks another version of the protocol. */
  readonly otherVersion: boolean;
  /** A request of the technician that did not go through. */
  readonly failed: string | null;
  /** The customer is reading a question, and whether that keeps the technician from controlling. */
  readonly question: 'open' | 'controlRests' | null;
  /** What has just happened. */
  readonly news: Sentence | null;
  /** What is left of the time by the Agent's own word, ms; null where it has said nothing yet. */
  readonly left: number | null;
  readonly askedForTime: Asked;
}

/** The line at the bottom: only there when there is something to say, the most urgent first. */
export class Notice {
  constructor(private readonly text: Texts, private readonly customer: string, private readonly callback: string, askForTime: () => void) {
    element('extend').addEventListener('click', askForTime);
    element('reload').addEventListener('click', () => location.reload());
  }

  show(now: Circumstances, clock: RelayClock): void {
    const [about, words] = this.words(now, clock) ?? ['', ''];
    element('notice').hidden = words === '';
    element('notice').dataset['about'] = about;
    element('extend').hidden = about !== 'timeSoonUp' || (this.left(now, clock) ?? 0) > ASK_MS;
    element('extend').toggleAttribute('disabled', now.askedForTime === 'asked');
    write(element('extend'), this.text.say(now.askedForTime === 'asked' ? 'Notice.extendAsked' : 'Notice.extend', MORE_MINUTES));
    element('reload').hidden = about !== 'lost' && about !== 'otherVersion';
    write(element('notice-words'), words);
  }

  private words(now: Circumstances, clock: RelayClock): readonly [string, string] | null {
    const { link, status, otherVersion, failed } = now;
    const sharing = status !== null && isSharing(status.state);
    if (link === 'lost') {
      return ['lost', this.text.say(sharing ? 'Notice.lost' : 'Notice.lostBefore')];
    }

    if (otherVersion) {
      return ['otherVersion', this.text.say('Notice.otherVersion', this.customer)];
    }

    if (status?.logUnavailable) {
      return ['logUnavailable', this.text.say('Notice.logUnavailable', this.customer)];
    }

    if (failed !== null) {
      return ['failed', failed];
    }

    if (status?.comeBackUntil) {
      const left = wholeSeconds(clock.until(status.comeBackUntil, Date.now()));
      return ['customerLost', this.text.say('Notice.customerLost', this.customer, left, this.callback)];
    }

    if (sharing && now.question) {
      return ['question', this.text.say(now.question === 'open' ? 'Notice.question' : 'Notice.questionControl', this.customer)];
    }

    if (sharing && now.news) {
      return ['news', this.text.say(now.news.key, ...now.news.values)];
    }

    const left = this.left(now, clock);
    return left !== null && left < SOON_MS
      ? ['timeSoonUp', this.text.say('Notice.timeSoonUp', this.customer, minutesAndSeconds(left))]
      : null;
  }

  private left({ status, left }: Circumstances, clock: RelayClock): number | null {
    return status === null || !isSharing(status.state) ? null
      : left ?? (status.until ? clock.until(status.until, Date.now()) : null);
  }
}
