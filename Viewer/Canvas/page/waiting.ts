import { groupDigits, sayDigits, type DigitWords } from '../code';
import { minutesAndSeconds, type RelayClock, type SessionStatus } from '../status';
import type { Texts } from '../text';
import { element, write } from './elements';

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

  constructor(private readonly text: Texts, private readonly customer: string, private readonly newCode: () => Promise<void>) {
    this.digits = { digits: text.say('Code.digits').split(','), gap: text.say('Code.gap'), pause: text.say('Code.pause') };
    element('copy').addEventListener('click', () => void this.copy());
    element('new-code').addEventListener('click', () => void this.replace());
  }

  show(status: SessionStatus): void {
    const open = status.state === 'requested';
    element('code-open').hidden = !open;
    element('code-taken').hidden = open;
    if (open) {
      this.showCode(status);
    } else {
      const allowed = status.state === 'consented';
      write(element('taken-heading'), this.text.say(allowed ? 'Code.allowed' : 'Code.accepted', this.customer));
      write(element('taken-next'), this.text.say(allowed ? 'Code.allowedNext' : 'Code.acceptedNext', this.customer));
    }

    this.showSteps(NOW[status.state] ?? []);
  }

  tick(status: SessionStatus, clock: RelayClock): void {
    if (status.code && status.codeExpires) {
      const left = clock.until(status.codeExpires, Date.now());
      write(this.left, left > 0 ? this.text.say('Code.left', minutesAndSeconds(left)) : this.text.say('Code.out'));
    }
  }

  private showCode(status: SessionStatus): void {
    const shown = this.code.dataset['code'];
    element('copy').toggleAttribute('disabled', !status.code);
    element('new-code').classList.toggle('primary', !status.code);
    if (!status.code) {
      this.showNoCode(status.triesLeft);
      return;
    }

    if (status.code !== shown) {
      this.code.dataset['code'] = status.code;
      this.showGroups(groupDigits(status.code));
      write(this.said, sayDigits(status.code, this.digits));
      write(this.note, '');
    }

    write(this.tries, this.text.say('Code.tries', status.triesLeft));
  }

  // Nobody may read out a code that opens nothing any more.
  private showNoCode(triesLeft: number): void {
    delete this.code.dataset['code'];
    this.showGroups(['···', '···', '····']);
    write(this.said, this.text.say(triesLeft > 0 ? 'Code.out' : 'Code.spent'));
    write(this.left, '');
    write(this.tries, '');
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
      write(this.note, this.text.say('Code.copied'));
    } catch {
      // Without https there is no clipboard: the digits are selected, and the person is told.
      window.getSelection()?.selectAllChildren(this.code);
      write(this.note, this.text.say('Code.copyFailed'));
    }
  }

  private async replace(): Promise<void> {
    try {
      await this.newCode();
    } catch {
      write(this.note, this.text.say('Code.newFailed'));
    }
  }
}
