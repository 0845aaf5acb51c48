import { groupDigits, sayDigits, type DigitWords } from '../code';
import type { CodeShown } from '../ownCode';
import type { ComparisonWords } from '../sealing/words';
import { minutesAndSeconds, type RelayClock, type SessionStatus } from '../status';
import type { Texts } from '../text';
import { element, write } from './elements';
import { showWords } from './words';

// Steps 1 and 2 happen where the Relay cannot see them: until the code is typed, either may be what goes on now.
const NOW: Readonly<Record<string, readonly number[]>> = { requested: [1, 2], joined: [3], consented: [] };

/** Before the picture: the code for the phone, and what the customer does just now. */
export class Waiting {
  private readonly code = element('code');
  private readonly said = element('code-said');
  private readonly left = element('code-left');
  private readonly tries = element('code-tries');
  private readonly note = element('code-note');
  private readonly digits: DigitWords;

  constructor(private readonly text: Texts, private readonly customer: string, newCode: () => Promise<void>) {
    this.digits = { digits: text.say('Code.digits').split(','), gap: text.say('Code.gap'), pause: text.say('Code.pause') };
    element('copy').addEventListener('click', () => void this.copy());
    element('new-code').addEventListener('click', () => void newCode());
  }

  show(status: SessionStatus, code: CodeShown, words: ComparisonWords | null): void {
    const open = status.state === 'requested';
    element('code-open').hidden = !open;
    element('code-taken').hidden = open;
    if (open) {
      this.showCode(code);
    } else {
      const allowed = status.state === 'consented';
      write(element('taken-heading'), this.text.say(allowed ? 'Code.allowed' : 'Code.accepted', this.customer));
      write(element('taken-next'), this.text.say(allowed ? 'Code.allowedNext' : 'Code.acceptedNext', this.customer));
      element('compare').hidden = words === null;
      showWords(element('words'), words);
    }

    this.showSteps(NOW[status.state] ?? []);
  }

  tick(status: SessionStatus, code: CodeShown, clock: RelayClock): void {
    const left = code.kind === 'mine' && status.codeExpires ? clock.until(status.codeExpires, Date.now()) : null;
    write(this.left, left === null ? '' : left > 0 ? this.text.say('Code.left', minutesAndSeconds(left)) : this.text.say('Code.out'));
  }

  /** Somebody typed a wrong code. */
  sayWrongTry(triesLeft: number): void {
    this.sayNote(this.text.say('Code.wrongTry', triesLeft, this.customer), 'wrongTry');
  }

  /** There is no new code yet. */
  sayFailed(): void {
    this.sayNote(this.text.say('Code.newFailed'), 'failed');
  }

  private showCode(code: CodeShown): void {
    const mine = code.kind === 'mine';
    const card = element('code-open');
    card.dataset['code'] = code.kind;
    write(element('code-heading'), this.text.say(code.kind === 'elsewhere' ? 'Code.elsewhereHeading' : 'Code.heading', this.customer));
    element('copy').toggleAttribute('disabled', !mine);
    element('copy').classList.toggle('primary', mine);
    element('new-code').toggleAttribute('disabled', code.kind === 'coming');
    element('new-code').classList.toggle('primary', code.kind === 'gone' || code.kind === 'elsewhere');
    write(element('new-code'), this.text.say(code.kind === 'elsewhere' ? 'Code.newHere' : 'Code.new'));
    if (mine) {
      this.showDigits(code.digits);
      this.tries.dataset['left'] = String(code.triesLeft);
      write(this.tries, this.text.say('Code.tries', code.triesLeft));
    } else {
      this.showNoDigits(code);
    }
  }

  private showDigits(digits: string): void {
    if (digits !== this.code.dataset['code']) {
      this.code.dataset['code'] = digits;
      this.showGroups(groupDigits(digits));
      write(this.said, sayDigits(digits, this.digits));
      this.sayNote('', '');
    }
  }

  // Nobody may read out a code that opens nothing any more.
  private showNoDigits(code: Exclude<CodeShown, { kind: 'mine' }>): void {
    delete this.code.dataset['code'];
    delete this.tries.dataset['left'];
    this.showGroups(['···', '···', '····']);
    write(this.tries, '');
    write(this.said, this.text.say(
      code.kind === 'coming' ? 'Code.waiting'
        : code.kind === 'elsewhere' ? 'Code.elsewhere'
        : code.why === 'expired' ? 'Code.out' : 'Code.spent'));
  }

  private showGroups(groups: readonly string[]): void {
    groups.forEach((group, i) => write(this.code.children[i]!, group));
  }

  private showSteps(now: readonly number[]): void {
    const first = now[0] ?? Infinity;
    [...element('steps').children].forEach((step, i) => {
      const stands = now.includes(i + 1) ? 'now' : i + 1 < first ? 'done' : 'next';
      step.setAttribute('data-step', stands);
      step.toggleAttribute('aria-current', stands === 'now');
      write(step.querySelector('small')!, this.text.say(`Steps.${stands}`));
    });
  }

  private async copy(): Promise<void> {
    const code = groupDigits(this.code.dataset['code'] ?? '').join(' ');
    try {
      await navigator.clipboard.writeText(code);
      this.sayNote(this.text.say('Code.copied'), 'copied');
    } catch {
      // The browser may not let this page at the clipboard: the digits are selected, and the person is told.
      window.getSelection()?.selectAllChildren(this.code);
      this.sayNote(this.text.say('Code.copyFailed'), 'copyFailed');
    }
  }

  private sayNote(words: string, about: string): void {
    this.note.dataset['about'] = about;
    write(this.note, words);
  }
}
