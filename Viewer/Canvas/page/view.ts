import type { LineWord } from '../lineWord';
import type { CodeShown } from '../ownCode';
import type { SealingFault } from '../sealing/cipher';
import type { ComparisonWords } from '../sealing/words';
import { isSharing, type RelayClock, type SessionStatus } from '../status';
import type { Texts } from '../text';
import type { Bar } from './bar';
import { element, write } from './elements';
import { showEnding } from './ending';
import type { Circumstances, Notice } from './notice';
import type { Waiting } from './waiting';

/** Everything that the page shows, but for the picture itself. */
export interface Standing extends Circumstances {
  readonly code: CodeShown;
  readonly words: ComparisonWords | null;
  /** Pictures are sent, and this page has no key for them. */
  readonly outside: boolean;
  /** A frame has been painted, ever; and since everybody was last connected. */
  readonly hasPicture: boolean;
  readonly isFresh: boolean;
  /** The customer shows the screen, as far as is known. */
  readonly allowsView: boolean;
}

/** Which of the page's views is shown, and what stands in it. */
export class View {
  private over = false;

  constructor(
    private readonly text: Texts,
    private readonly customer: string,
    private readonly bar: Bar,
    private readonly notice: Notice,
    private readonly waiting: Waiting,
  ) {}

  show(standing: Standing): void {
    const { status, link } = standing;
    if (this.over) {
      return;
    }

    document.body.dataset['link'] = link;
    if (status) {
      const view = !isSharing(status.state) ? 'waiting' : standing.outside ? 'outside' : 'picture';
      document.body.dataset['view'] = view;
      element('waiting').hidden = view !== 'waiting';
      element('outside').hidden = view !== 'outside';
      element('picture').hidden = view !== 'picture';
      this.bar.show(status, link, standing.allowsView, view === 'picture' ? standing.words : null);
      this.waiting.show(status, standing.code, standing.words);
      this.showCurtain(standing, status);
    }
  }

  tick(standing: Standing, clock: RelayClock, delay: number | null, line: LineWord): void {
    if (this.over) {
      return;
    }

    if (standing.status) {
      this.bar.tick(standing.status, clock, delay, line);
      this.waiting.tick(standing.status, standing.code, clock);
    }

    this.notice.show(standing, clock);
  }

  leave(reason: string | null, fault: SealingFault | null): void {
    this.over = true;
    document.body.dataset['view'] = 'ended';
    document.querySelectorAll<HTMLDialogElement>('dialog[open]').forEach(dialog => dialog.close());
    ['waiting', 'outside', 'picture', 'drawer', 'notice', 'guest', 'colleague-panel', 'colleague-button'].forEach(id => {
      element(id).hidden = true;
    });
    element('ended').hidden = false;
    this.bar.showEnded();
    showEnding(this.text, this.customer, reason, fault);
    element('ended-heading').focus();
  }

  // Lies over the picture while there is none to see: none yet, an old one, or the customer or a log that cannot be written holds it back.
  private showCurtain({ hasPicture, isFresh, allowsView }: Standing, { state, logUnavailable }: SessionStatus): void {
    const why = logUnavailable ? 'logUnavailable' : state === 'paused' ? 'paused' : !allowsView ? 'notAllowed' : !hasPicture ? 'coming' : isFresh ? null : 'back';
    const curtain = element('curtain');
    curtain.hidden = why === null;
    if (why) {
      curtain.dataset['why'] = why;
      write(element('curtain-heading'), this.text.say(`Stage.${why}`, this.customer));
      write(element('curtain-next'), why === 'logUnavailable' || why === 'paused' || why === 'notAllowed' ? this.text.say(`Stage.${why}Next`) : '');
    }
  }
}
