import { element, write } from '../../page/elements';
import type { Texts } from '../../text';
import type { Known } from '../messages';
import type { Surveyed } from '../survey';
import { timeOfDay } from './moments';

/** Whether it is what was recorded, in one sentence; and beside it what else was looked at. */
export class Badge {
  private compared = 0;
  private differing = 0;

  constructor(private readonly text: Texts) {}

  show(known: Known): void {
    const badge = element('badge');
    badge.dataset['verdict'] = known.verdict.kind;
    write(badge, this.sentence(known));
  }

  /** What opening all seals has shown so far. */
  showSurvey({ opened, failed, isWhole }: Surveyed): void {
    write(element('opened'), this.text.say(isWhole ? 'Playback.Opened' : 'Playback.Opening', opened, failed));
  }

  /** So many pictures were compared with what the customer's computer noted, and so many were others. */
  count(compared: number, differing: number): void {
    this.compared += compared;
    this.differing += differing;
    write(element('compared'), this.text.say('Playback.Compared', this.compared, this.differing));
  }

  private sentence({ verdict, begun, read, size }: Known): string {
    const { text } = this;
    switch (verdict.kind) {
      case 'checking':
        return text.say('Playback.Verdict.checking', Math.floor((100 * read) / Math.max(size, 1)), verdict.chunks);
      case 'verified':
        return text.say('Playback.Verdict.verified', verdict.chunks);
      case 'unlogged':
        return verdict.chunks === 0 ? text.say('Playback.Verdict.empty')
          : text.say('Playback.Verdict.unlogged', verdict.chunks, verdict.unlogged, timeOfDay(begun, verdict.from));
      case 'bad': {
        const first = text.say(
          'Playback.Verdict.bad', verdict.chunk, timeOfDay(begun, verdict.from), timeOfDay(begun, verdict.to), text.say(`Playback.Bad.${verdict.why}`));
        return verdict.more === 0 ? first : text.say('Playback.Verdict.more', first, verdict.more);
      }
    }
  }
}
